public import Kernel

/// A decision in the making: a copy of the order and what it has told so far.
///
/// Every decision runs here: what is told is applied at once, so that what follows in the same decision sees it.
public struct Deciding: Sendable {
    /// The order as it is by now.
    public private(set) var order: WorkOrder
    /// What it has told, in order.
    public private(set) var events: [WorkOrderEvent] = []
    /// The moment of the decision.
    public let now: Timestamp
    /// The figures in force.
    public let rules: DispatchRules

    /// Begins a decision on a stored order.
    public init(_ order: WorkOrder, at now: Timestamp, rules: DispatchRules) {
        self.order = order
        self.now = now
        self.rules = rules
    }

    /// Begins the life of an order.
    public init(issuing issue: Issue, rules: DispatchRules) {
        order = WorkOrder(issue, rules: rules)
        events = [.issued(issue)]
        now = issue.issuedAt
        self.rules = rules
    }

    mutating func tell(_ event: WorkOrderEvent) {
        order.apply(event, at: now, rules: rules)
        events.append(event)
    }

    mutating func note(_ matching: Matching) {
        order.lastLook = WorkOrder.Look(considered: matching.considered, shortfall: matching.shortfall)
    }

    /// Throws `illegal` unless the order is in one of those states.
    func expect(_ states: WorkOrderState...) throws(WorkOrderRejection) {
        guard states.contains(order.state) else { throw illegal }
    }

    var illegal: WorkOrderRejection { .illegal(state: order.state, allowed: order.state.next) }
}
