public import Kernel

extension WorkOrder: Aggregate {
    /// The events that a command leads to; none where the order is already as the command asks.
    public func decide(
        _ command: WorkOrderCommand, at now: Timestamp, rules: DispatchRules, using pool: inout CandidatePool
    ) throws(WorkOrderRejection) -> [WorkOrderEvent] {
        var decision = WorkOrderDecision(self, at: now, rules: rules)
        switch command {
        case .offer: decision.offerNextWave(from: &pool)
        case .accept(let offer, let member): try decision.accept(offer, by: member)
        case .decline(let offer, let member, let reason):
            try decision.decline(offer, by: member, reason: reason, pool: &pool)
        case .assign(let member, let area): try decision.assign(member, of: area, from: pool)
        case .arrive(let member): try decision.arrive(member)
        case .submit(let submission, let member): try decision.submit(submission, by: member)
        case .verify(let verdict, let actor): try decision.verify(verdict, by: actor, pool: &pool)
        case .passTime: decision.passTime(pool: &pool)
        case .cancel: decision.cancel()
        }
        for (before, after) in zip(offers, decision.order.offers) where before.state == .open && after.state != .open {
            pool.recordClosedOffer(of: before.member, until: before.expiresAt)
        }
        return decision.events
    }
}

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
