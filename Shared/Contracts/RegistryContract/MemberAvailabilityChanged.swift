public import Wire

/// A member’s availability changed.
public struct MemberAvailabilityChanged: Message {
    public static let type = "registry.member.availability_changed"
    public static let version = 1
    public static let summary = "A member’s availability changed."
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "availability", type: .enumeration(Availability.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "The availability now."),
    ]

    /// The availability now.
    public let availability: Availability

    public init(availability: Availability) {
        self.availability = availability
    }

    public init(from object: WireObject) throws(WireError) {
        availability = try object.enumeration("availability", as: Availability.self)
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("availability", availability.rawValue)
    }
}
