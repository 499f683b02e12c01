public import Kernel
public import Wire

/// The member reported the result.
public struct WorkOrderSubmitted: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.submitted"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The member reported the result."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "result", type: .enumeration(ResultCode.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "What the work came to."),
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Proved service time."),
    ]

    /// The member.
    public let memberID: MemberID
    /// What the work came to.
    public let result: ResultCode
    /// Proved service time.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int

    /// Makes the message.
    public init(memberID: MemberID, result: ResultCode, quarterHours: Int) {
        self.memberID = memberID
        self.result = result
        self.quarterHours = quarterHours
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        memberID = try object.identifier("member_id")
        result = try object.enumeration("result", as: ResultCode.self)
        quarterHours = Int(try object.integer("quarter_hours", in: 0...32))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("member_id", memberID)
        writer.field("result", result.rawValue)
        writer.field("quarter_hours", quarterHours)
    }
}
