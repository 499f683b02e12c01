public import City
public import Kernel
public import Wire

/// The result did not pass; the member is to do it again.
public struct ReworkOrdered: Message {
    public static let type = "dispatch.workorder.rework_ordered"
    public static let version = 1
    public static let summary = "The result did not pass; the member is to do it again."

    public let memberID: MemberID
    public let reason: ReworkReason

    public init(memberID: MemberID, reason: ReworkReason) {
        self.memberID = memberID
        self.reason = reason
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member who holds the order."),
        Field("reason", \.reason, "Coded reason for which the result did not pass."))
}
