public import City
public import Kernel

/// What happened to a service request; each is one version of it and is published to the other contexts.
public enum RequestEvent: Sendable, Hashable {
    /// It was registered 登记 and its clock started.
    case registered(
        channel: Channel, category: Category?, urgency: Urgency, placement: Placement, number: RequestNumber)
    /// It was accepted 受理 for handling; a work order is to be issued.
    case accepted(category: Category, urgency: Urgency, area: AreaCode, round: Int)
    /// It was handed over to another authority.
    case handedOver(to: Authority)
    /// It was not accepted.
    case refused(RefusalReason)
    /// The requester withdrew it 撤回.
    case withdrawn
    /// The work was verified.
    case callbackDue(round: Int, workOrder: WorkOrderID)
    /// The requester was called back; `leaderCase`: whether a leader 包案 has it from now on.
    case calledBack(round: Int, result: CallbackResult, resolved: Bool, attempt: Int, leaderCase: Bool)
    /// It is to be handled again 重办; an acceptance of the same round follows at once.
    case reopened(round: Int, workOrder: WorkOrderID)
    /// It was closed 结案.
    case closed(round: Int, result: CallbackResult, workOrder: WorkOrderID)
    /// The requester rated the service.
    case rated(stars: Int, workOrder: WorkOrderID)

    /// The code under which the request's log keeps it.
    public var code: String {
        switch self {
        case .registered: "registered"
        case .accepted: "accepted"
        case .handedOver: "handed_over"
        case .refused: "refused"
        case .withdrawn: "withdrawn"
        case .callbackDue: "callback_due"
        case .calledBack: "called_back"
        case .reopened: "reopened"
        case .closed: "closed"
        case .rated: "rated"
        }
    }

    /// The coded reason that goes with it in the log; nil where the event itself says all.
    public var reason: String? {
        switch self {
        case .handedOver(let authority): authority.rawValue
        case .refused(let reason): reason.rawValue
        case .calledBack(_, let result, let resolved, _, _): resolved ? "\(result.rawValue), resolved" : result.rawValue
        case .closed(_, let result, _): result.rawValue
        default: nil
        }
    }
}
