import DispatchDomain
import Kernel

/// The shape that all commands on a single order share.
enum OneOrder {
    /// Decides on the only order of a selection; what told nothing writes nothing.
    ///
    /// Throws: `DispatchRejection`.
    static func change(
        _ orders: [WorkOrder], now: Timestamp, rules: DispatchRules, actor: ActorID?, action: Change.Action,
        pool: inout CandidatePool, decide: (inout Deciding, inout CandidatePool) throws -> Void
    ) throws -> Changes<WorkOrder> {
        guard let order = orders.first else { throw DispatchRejection.notFound }
        var deciding = Deciding(order, at: now, rules: rules)
        do {
            try decide(&deciding, &pool)
        } catch let rejection as WorkOrderRejection {
            throw DispatchRejection.order(rejection)
        }
        guard !deciding.events.isEmpty else { return Changes([], result: order) }
        let change = Change(deciding, before: order, actor: actor, action: action)
        return Changes([change], result: change.after)
    }
}
