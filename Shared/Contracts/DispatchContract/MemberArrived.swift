public import Kernel
public import Wire

/// The member arrived.
public struct MemberArrived: Message {
    public static let type = "dispatch.workorder.arrived"
    public static let version = 1
    public static let summary = "The member arrived."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
    ]

    /// The member.
    public let memberID: MemberID

    public init(memberID: MemberID) {
        self.memberID = memberID
    }

    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
    }
}
