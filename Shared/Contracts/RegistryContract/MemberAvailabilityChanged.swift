public import Wire

/// A member’s availability changed.
public struct MemberAvailabilityChanged: Message {
    public static let type = "registry.member.availability_changed"
    public static let version = 1
    public static let summary = "A member’s availability changed."

    public let availability: Availability

    public init(availability: Availability) {
        self.availability = availability
    }

    public static let fields = Fields(
        Self.init,
        Field("availability", \.availability, "Availability of the member from now on."))
}
