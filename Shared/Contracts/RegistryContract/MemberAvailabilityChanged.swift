public import Wire

/// A member’s availability changed.
public struct MemberAvailabilityChanged: Message {
    /// The name under which it travels.
    public static let type = "registry.member.availability_changed"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "A member’s availability changed."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "availability", type: .enumeration(Availability.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The availability now.")
    ]

    /// The availability now.
    public let availability: Availability

    /// Makes the message.
    public init(availability: Availability) {
        self.availability = availability
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        availability = try object.enumeration("availability", as: Availability.self)
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("availability", availability.rawValue)
    }
}
