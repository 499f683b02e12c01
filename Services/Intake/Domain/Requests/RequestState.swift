public import Kernel

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

    /// Which command is accepted in which state, and where it leads; a reopened request goes straight back to `accepted`.
    public static let transitions = TransitionTable<RequestState, RequestCommand.Kind>([
        .init(.accept, from: [.registered], to: [.accepted]),
        .init(.handOver, from: [.registered], to: [.handedOver]),
        .init(.refuse, from: [.registered], to: [.refused]),
        .init(.openCallback, from: [.accepted], to: [.callbackDue]),
        .init(.recordCallback, from: [.callbackDue], to: [.closed, .accepted]),
        .init(.withdraw, from: [.registered, .accepted, .callbackDue], to: [.withdrawn]),
        .init(.rate, from: [.closed], to: []),
    ])

    /// The states that a command can bring a request to from here; what a refused command is answered with.
    public var next: [RequestState] { Self.transitions.next(self) }

    /// Whether it waits for somebody's work.
    public var isOpen: Bool {
        switch self {
        case .registered, .accepted, .callbackDue: true
        case .closed, .handedOver, .refused, .withdrawn: false
        }
    }

    /// Whether nothing can follow but a rating.
    public var isFinal: Bool { Self.transitions.isFinal(self) }
}
