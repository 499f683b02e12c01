public import City
public import Kernel

/// What is asked of a service request that is registered.
public enum RequestCommand: AggregateCommand, Hashable {
    /// Accept it for handling, with what triage 甄别 found.
    case accept(category: Category, urgency: Urgency, area: AreaCode)
    /// Hand it over to another authority.
    case handOver(to: Authority)
    /// Do not accept it.
    case refuse(RefusalReason)
    /// Withdraw it at the requester's wish.
    case withdraw
    /// Make the callback due: the work order of a round was verified.
    case openCallback(round: Int, workOrder: WorkOrderID)
    /// Record a callback. `asLeader`: whether a manager records it, which a leader's case needs.
    case recordCallback(result: CallbackResult, resolved: Bool, asLeader: Bool)
    /// Rate the service.
    case rate(stars: Int)

    /// The commands without what they carry.
    public enum Kind: String, Sendable, CaseIterable {
        case accept
        case handOver = "hand_over"
        case refuse, withdraw
        case openCallback = "open_callback"
        case recordCallback = "record_callback"
        case rate
    }

    /// Which command it is.
    public var kind: Kind {
        switch self {
        case .accept: .accept
        case .handOver: .handOver
        case .refuse: .refuse
        case .withdraw: .withdraw
        case .openCallback: .openCallback
        case .recordCallback: .recordCallback
        case .rate: .rate
        }
    }
}
