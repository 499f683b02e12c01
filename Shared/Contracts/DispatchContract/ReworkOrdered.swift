public import Kernel
public import Wire

/// The result did not pass; the member is to do it again.
public struct ReworkOrdered: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.rework_ordered"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The result did not pass; the member is to do it again."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "reason", type: .enumeration(ReworkReason.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The coded reason."),
    ]

    /// The member.
    public let memberID: MemberID
    /// The coded reason.
    public let reason: ReworkReason

    /// Makes the message.
    public init(memberID: MemberID, reason: ReworkReason) {
        self.memberID = memberID
        self.reason = reason
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
        reason = try object.enumeration("reason", as: ReworkReason.self)
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
        writer.field("reason", reason.rawValue)
    }
}
