import City
public import Kernel

/// A shift of duty 值守.
public struct Duty: Sendable, Hashable {
    /// Where.
    public let area: AreaCode
    /// When the member signed in.
    public let startedAt: Timestamp
    /// When it ends, or ended.
    public let endsAt: Timestamp

    public init(area: AreaCode, startedAt: Timestamp, endsAt: Timestamp) {
        self.area = area
        self.startedAt = startedAt
        self.endsAt = endsAt
    }

    /// Whether the shift is on at that moment.
    public func isOn(at now: Timestamp) -> Bool {
        startedAt <= now && now < endsAt
    }

    /// The same shift, ended at that moment.
    public func ended(at moment: Timestamp) -> Duty {
        Duty(area: area, startedAt: startedAt, endsAt: min(max(moment, startedAt), endsAt))
    }

    /// Whether the shift took in some of the hours between midnight and five in the morning.
    ///
    /// Source: ILO Night Work Convention 171, article 1 (the interval from midnight to 5 a.m.).
    public var isNight: Bool {
        let day: Int64 = 86_400_000_000
        let startOfDay = Self.offset + startedAt.microseconds
        let sinceMidnight = ((startOfDay % day) + day) % day
        if sinceMidnight < Self.morning { return endsAt > startedAt }
        return endsAt.microseconds - startedAt.microseconds > day - sinceMidnight
    }

    private static let offset: Int64 = Int64(CityTime.offsetSeconds) * 1_000_000
    private static let morning: Int64 = 5 * 3_600 * 1_000_000
}
