public import Kernel

/// What can be asked of a service request that is registered.
public enum RequestCommand: Sendable, Hashable {
    /// Accept it for handling, with what triage 甄别 found.
    case accept(category: Category, urgency: Urgency, area: AreaCode)
    /// Hand it over to another authority.
    case handOver(to: Authority)
    /// Do not accept it.
    case refuse(RefusalReason)
    /// Withdraw it at the requester's wish.
    case withdraw
    /// Record a callback. `asLeader`: whether a manager records it, which a leader's case needs.
    case recordCallback(result: CallbackResult, resolved: Bool, asLeader: Bool)
    /// Rate the service.
    case rate(stars: Int)
    /// The work order of a round was verified.
    case verified(round: Int, workOrder: WorkOrderID)
}
