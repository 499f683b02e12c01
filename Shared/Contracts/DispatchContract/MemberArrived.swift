public import City
public import Kernel
public import Wire

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
