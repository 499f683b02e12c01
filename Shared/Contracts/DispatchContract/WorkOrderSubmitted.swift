public import City
public import Kernel
public import Wire

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
