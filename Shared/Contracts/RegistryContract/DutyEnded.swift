public import Wire

/// A member’s duty ended.
public struct DutyEnded: Message {
    public static let type = "registry.member.duty_ended"
    public static let version = 1
    public static let summary = "A member’s duty ended."

    public let quarterHours: Int

    public init(quarterHours: Int) {
        self.quarterHours = quarterHours
    }

    public static let fields = Fields(
        Self.init,
        Field("quarter_hours", \.quarterHours, within: 0...96, unit: "quarter hours", "Time on duty."))
}
