public import Wire

/// A member’s duty ended.
public struct DutyEnded: Message {
    /// The name under which it travels.
    public static let type = "registry.member.duty_ended"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member’s duty ended."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Time on duty.")
    ]

    /// Time on duty.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int

    /// Makes the message.
    public init(quarterHours: Int) {
        self.quarterHours = quarterHours
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        quarterHours = Int(try object.integer("quarter_hours", in: 0...96))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("quarter_hours", quarterHours)
    }
}
