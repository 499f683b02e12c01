/// Where a work order stands.
///
/// Source: table C1 of the domain notes, from 待签收 to 待核查 and 重办中.
public enum WorkOrderState: String, Sendable, CaseIterable {
    /// 待派/待签收: nobody has it and no offer is open.
    case unassigned
    /// 要约中: offers are open.
    case offering
    /// 已接单: a member took it on.
    case accepted
    /// 处置中: the member is there.
    case working
    /// 待核查: the result waits for someone else's look.
    case submitted
    /// 重办中: the result did not pass.
    case rework
    /// Verified: the request goes to its callback.
    case verified
    /// The request was withdrawn.
    case cancelled

    /// The states that can follow this one.
    public var next: [WorkOrderState] {
        switch self {
        case .unassigned: [.offering, .accepted, .cancelled]
        case .offering: [.accepted, .unassigned, .cancelled]
        case .accepted: [.working, .accepted, .cancelled]
        case .working: [.submitted, .accepted, .cancelled]
        case .submitted: [.verified, .rework, .unassigned, .cancelled]
        case .rework: [.working, .submitted, .accepted, .cancelled]
        case .verified, .cancelled: []
        }
    }

    /// Whether nothing can happen to it any more.
    public var isFinal: Bool { next.isEmpty }

    /// Whether a member has it in hand.
    public var isInHand: Bool {
        switch self {
        case .accepted, .working, .submitted, .rework: true
        case .unassigned, .offering, .verified, .cancelled: false
        }
    }
}
