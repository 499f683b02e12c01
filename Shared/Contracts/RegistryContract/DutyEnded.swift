public import Wire

/// A member’s duty ended.
public struct DutyEnded: Message {
    public static let type = "registry.member.duty_ended"
    public static let version = 1
    public static let summary = "A member’s duty ended."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Time on duty."),
    ]

    /// Time on duty. Units: quarter hours.
    public let quarterHours: Int

    public init(quarterHours: Int) {
        self.quarterHours = quarterHours
    }

    public init(from object: WireObject) throws(WireError) {
        quarterHours = Int(try object.integer("quarter_hours", in: 0...96))
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("quarter_hours", quarterHours)
    }
}
