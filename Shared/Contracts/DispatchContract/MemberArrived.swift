public import Kernel
public import Wire

/// The member arrived.
public struct MemberArrived: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.arrived"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The member arrived."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member.")
    ]

    /// The member.
    public let memberID: MemberID

    /// Makes the message.
    public init(memberID: MemberID) {
        self.memberID = memberID
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
    }
}
