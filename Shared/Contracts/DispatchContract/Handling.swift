public import City
public import Kernel
public import Wire

// What the holder of a work order does.

extension DispatchLanguage {
    static let handling: [any Message.Type] = [
        MemberArrived.self, SuspensionAsked.self, WorkOrderSuspended.self, SuspensionRefused.self,
        WorkOrderResumed.self,
        WorkOrderSubmitted.self,
    ]
}

/// The member arrived.
public struct MemberArrived: Message {
    public static let type = "dispatch.workorder.arrived"
    public static let version = 1
    public static let summary = "The member arrived."

    public let memberID: MemberID

    public init(memberID: MemberID) {
        self.memberID = memberID
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member who holds the order."))
}

/// A suspension of the handling was asked for.
public struct SuspensionAsked: Message {
    public static let type = "dispatch.workorder.suspension_asked"
    public static let version = 1
    public static let summary = "A suspension of the handling was asked for."

    public let cause: SuspensionCause
    public let requesterID: ActorID

    public init(cause: SuspensionCause, requesterID: ActorID) {
        self.cause = cause
        self.requesterID = requesterID
    }

    public static let fields = Fields(
        Self.init,
        Field("cause", \.cause, "Coded cause."),
        Field("asked_by", \.requesterID, "Identifier of the person who asked for it."))
}

/// The clocks stand still until handling is resumed.
public struct WorkOrderSuspended: Message {
    public static let type = "dispatch.workorder.suspended"
    public static let version = 1
    public static let summary = "The clocks stand still until handling is resumed."

    public let cause: SuspensionCause
    public let requesterID: ActorID
    public let approverID: ActorID

    public init(cause: SuspensionCause, requesterID: ActorID, approverID: ActorID) {
        self.cause = cause
        self.requesterID = requesterID
        self.approverID = approverID
    }

    public static let fields = Fields(
        Self.init,
        Field("cause", \.cause, "Coded cause."),
        Field("asked_by", \.requesterID, "Identifier of the person who asked for it."),
        Field("approved_by", \.approverID, "Identifier of the person who granted it."))
}

/// The suspension was refused.
public struct SuspensionRefused: Message {
    public static let type = "dispatch.workorder.suspension_refused"
    public static let version = 1
    public static let summary = "The suspension was refused."

    public let approverID: ActorID

    public init(approverID: ActorID) {
        self.approverID = approverID
    }

    public static let fields = Fields(
        Self.init,
        Field("refused_by", \.approverID, "Identifier of the person who refused it."))
}

/// Handling goes on, and so do the clocks.
public struct WorkOrderResumed: Message {
    public static let type = "dispatch.workorder.resumed"
    public static let version = 1
    public static let summary = "Handling goes on, and so do the clocks."

    public let actorID: ActorID

    public init(actorID: ActorID) {
        self.actorID = actorID
    }

    public static let fields = Fields(
        Self.init,
        Field("resumed_by", \.actorID, "Identifier of the person who resumed it."))
}

/// Why handling may be suspended.
public enum SuspensionCause: String, WireEnumeration {
    /// The citizen cannot be reached.
    case citizenUnreachable = "citizen_unreachable"
    /// Someone outside of the city's reach has to act first.
    case thirdParty = "third_party"
    /// The season does not allow the work.
    case season
    /// The matter is before a court.
    case lawsuit
    /// An emergency binds everyone.
    case emergency
}

/// The member reported the result.
public struct WorkOrderSubmitted: Message {
    public static let type = "dispatch.workorder.submitted"
    public static let version = 1
    public static let summary = "The member reported the result."

    public let memberID: MemberID
    public let result: ResultCode
    public let quarterHours: Int

    public init(memberID: MemberID, result: ResultCode, quarterHours: Int) {
        self.memberID = memberID
        self.result = result
        self.quarterHours = quarterHours
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member who holds the order."),
        Field("result", \.result, "Result that the member reported."),
        Field("quarter_hours", \.quarterHours, within: 0...32, unit: "quarter hours", "Proved service time."))
}

/// What the work came to.
public enum ResultCode: String, WireEnumeration {
    /// Solved.
    case solved
    /// Solved in part, the rest explained.
    case partlySolved = "partly_solved"
    /// Not solvable, with an explanation.
    case notSolvable = "not_solvable"
}
