public import City
public import Kernel
public import WorkingTime

/// A suspension 挂起 of handling: asked for with a coded cause, granted by somebody else or not.
///
/// While it is granted the clocks stand still. It is no state of the order, which goes on from where it was.
public struct Suspension: Sendable, Hashable {
    /// Why.
    public let cause: PauseCause
    /// Who asked for it.
    public let requester: ActorID
    /// When it was asked for.
    public let askedAt: Timestamp
    /// Who granted it; nil while nobody has decided.
    public internal(set) var approver: ActorID?

    public init(_ cause: PauseCause, by requester: ActorID, at moment: Timestamp, approvedBy approver: ActorID? = nil) {
        self.cause = cause
        self.requester = requester
        askedAt = moment
        self.approver = approver
    }
}

/// Who may ask for a suspension, and end one.
public enum HandlingParty: Sendable, Hashable {
    /// The member who holds the order.
    case holder(MemberID)
    /// Staff of the unit.
    case staff(ActorID)

    /// The person.
    var actor: ActorID {
        switch self {
        case .holder(let member): member.retagged()
        case .staff(let actor): actor
        }
    }
}

extension SeparationRule {
    /// The person who asks for a suspension does not decide it.
    public static let requesterCannotDecide = SeparationRule("requester-cannot-decide")
}

extension WorkOrderDecision {
    /// 申请挂起: the clocks run on until somebody else has granted it.
    mutating func suspend(_ cause: PauseCause, by party: HandlingParty) throws(WorkOrderRejection) {
        try expect(.suspend, by: party)
        guard order.suspension == nil else { throw illegal }
        record(.suspensionAsked(cause, by: party.actor))
    }

    /// 审批挂起 by somebody other than the one who asked.
    mutating func decideSuspension(_ isGranted: Bool, by actor: ActorID) throws(WorkOrderRejection) {
        guard let suspension = order.suspension, suspension.approver == nil else { throw illegal }
        guard suspension.requester != actor else { throw .samePerson(.requesterCannotDecide) }
        try expect(.decideSuspension)
        record(
            isGranted
                ? .suspended(suspension.cause, by: suspension.requester, approvedBy: actor)
                : .suspensionRefused(by: actor))
    }

    /// 恢复 by the holder or the unit.
    mutating func resume(by party: HandlingParty) throws(WorkOrderRejection) {
        try expect(.resume, by: party)
        guard order.isSuspended else { throw illegal }
        record(.resumed(by: party.actor))
    }

    /// A person who works on a suspended order, or gives it to another member, has ended the suspension.
    mutating func endSuspension(after command: WorkOrderCommand) {
        guard order.isSuspended, !events.isEmpty else { return }
        switch command {
        case .arrive(let member), .submit(_, let member), .assign(let member, _):
            record(.resumed(by: member.retagged()))
        default: break
        }
    }

    private func expect(_ command: WorkOrderCommand.Kind, by party: HandlingParty) throws(WorkOrderRejection) {
        if case .holder(let member) = party, order.holder != member { throw .notHolder }
        try expect(command)
    }
}
