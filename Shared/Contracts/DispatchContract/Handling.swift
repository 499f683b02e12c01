public import Kernel
public import Wire

// What the holder of a work order does.

extension DispatchLanguage {
    static let handling: [any Message.Type] = [MemberArrived.self, WorkOrderSubmitted.self]
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
