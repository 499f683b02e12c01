public import Kernel

/// The states of a work order, as callers and rows name them.
public enum WorkOrderState: String, Sendable, CaseIterable {
    /// 待派/待签收: nobody has it and no offer is open.
    case unassigned
    /// 要约中: offers are open.
    case offering
    /// 已接单: a member took it on.
    case accepted
    /// 处置中: the member has arrived.
    case working
    /// 待核查: the result waits for verification by somebody else.
    case submitted
    /// 重办中: the result did not pass.
    case rework
    /// Verified: the request goes to its callback.
    case verified
    /// The request was withdrawn.
    case cancelled

    /// Which command is accepted in which state, and where it leads.
    public static let transitions = TransitionTable<WorkOrderState, WorkOrderCommand.Kind>([
        .init(.offer, from: [.unassigned], to: [.offering]),
        .init(.accept, from: [.offering], to: [.accepted]),
        .init(.decline, from: [.offering], to: [.unassigned]),
        .init(.arrive, from: [.accepted, .rework], to: [.working]),
        .init(.submit, from: [.working, .rework], to: [.submitted]),
        .init(.assign, from: [.unassigned, .offering, .accepted, .working, .rework], to: [.accepted]),
        .init(.verify, from: [.submitted], to: [.verified, .rework, .unassigned]),
        .init(.passTime, from: [.unassigned], to: [.offering]),
        .init(.passTime, from: [.offering], to: [.unassigned]),
        .init(.passTime, from: [.accepted, .working, .submitted, .rework], to: []),
        .init(
            .cancel, from: [.unassigned, .offering, .accepted, .working, .submitted, .rework], to: [.cancelled]),
    ])

    /// The states that can follow this one.
    public var next: [WorkOrderState] { Self.transitions.next(self) }

    /// Whether nothing can happen to it any more.
    public var isFinal: Bool { Self.transitions.isFinal(self) }

    /// Whether a member has it in hand.
    public var isInHand: Bool { Self.inHand.contains(self) }

    /// The states in which a member has an order in hand.
    public static let inHand: [WorkOrderState] = [.accepted, .working, .submitted, .rework]
}
