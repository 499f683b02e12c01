public import Kernel
public import Wire

/// A member signed in to a duty 值守.
public struct DutyStarted: Message {
    public static let type = "registry.member.duty_started"
    public static let version = 1
    public static let summary = "A member signed in to a duty 值守."

    public let area: AreaCode
    public let until: Timestamp

    public init(area: AreaCode, until: Timestamp) {
        self.area = area
        self.until = until
    }

    public static let fields = Fields(
        Self.init,
        Field("area", \.area, "Code of the area of the duty."),
        Field("until", \.until, "Moment at which the shift ends."))
}
