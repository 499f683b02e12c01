public import Kernel
public import Wire

/// A member signed in to a duty 值守.
public struct DutyStarted: Message {
    /// The name under which it travels.
    public static let type = "registry.member.duty_started"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member signed in to a duty 值守."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area of the duty."),
        FieldDescription(
            name: "until", type: .timestamp, unit: nil, required: true,
            summary: "When the shift ends."),
    ]

    /// The area of the duty.
    public let area: AreaCode
    /// When the shift ends.
    public let until: Timestamp

    /// Makes the message.
    public init(area: AreaCode, until: Timestamp) {
        self.area = area
        self.until = until
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        area = try object.areaCode("area")
        until = try object.timestamp("until")
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("area", area)
        writer.field("until", until)
    }
}
