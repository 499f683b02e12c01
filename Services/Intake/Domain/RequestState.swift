/// Where a service request 诉求 stands in its life.
public enum RequestState: String, Sendable, Hashable, CaseIterable {
    /// 已登记: it waits for triage.
    case registered
    /// 待派单 / 处置中: a work order is out.
    case accepted
    /// 待回访: the work is verified, the requester is to be called back.
    case callbackDue = "callback_due"
    /// 已结案.
    case closed
    /// 已转紧急 / 已转办: another authority has it.
    case handedOver = "handed_over"
    /// 不予受理.
    case refused
    /// 已撤回.
    case withdrawn

    /// The states that a command can bring a request to from here; what a refused command is answered with.
    ///
    /// Source: the table of states of the service request; a reopened request goes straight back to `accepted`.
    public var next: [RequestState] {
        switch self {
        case .registered: [.accepted, .handedOver, .refused, .withdrawn]
        case .accepted: [.callbackDue, .withdrawn]
        case .callbackDue: [.closed, .accepted, .withdrawn]
        case .closed, .handedOver, .refused, .withdrawn: []
        }
    }

    /// Whether nothing can follow but a rating.
    public var isFinal: Bool { next.isEmpty }
}
