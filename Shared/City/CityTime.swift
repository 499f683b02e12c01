/// The time zone of the city.
public enum CityTime {
    /// Asia/Shanghai is eight hours ahead of UTC all year; there has been no daylight saving time since 1991.
    ///
    /// Units: seconds.
    public static let offsetSeconds = 28_800
}
