import Kernel

/// A decision in the making: a copy of the order and what has happened to it so far.
///
/// Each event is applied at once, so that what follows in the same decision sees it.
struct WorkOrderDecision {
    /// The order as it is by now.
    private(set) var order: WorkOrder
    /// What happened, in order.
    private(set) var events: [WorkOrderEvent] = []
    /// The moment of the decision.
    let now: Timestamp
    /// The figures in force.
    let rules: DispatchRules

    init(_ order: WorkOrder, at now: Timestamp, rules: DispatchRules) {
        self.order = order
        self.now = now
        self.rules = rules
    }

    mutating func record(_ event: WorkOrderEvent) {
        order.apply(event, at: now, rules: rules)
        events.append(event)
    }

    /// Throws `illegal` unless the table accepts the command in the order's state.
    func expect(_ command: WorkOrderCommand.Kind) throws(WorkOrderRejection) {
        guard WorkOrderState.transitions.accepts(command, in: order.state) else { throw illegal }
    }

    var illegal: WorkOrderRejection { .illegal(state: order.state, allowed: order.state.next) }
}
