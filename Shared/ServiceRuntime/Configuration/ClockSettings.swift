public import Kernel

/// Which clock the business runs on.
public struct ClockSettings: Sendable {
    /// How many seconds pass during one real second; 1 is the real clock.
    public let speed: Int

    /// What the clock shows at `start`.
    public let origin: Timestamp?

    /// The real moment at which the clock shows `origin`.
    public let start: Timestamp?

    init(
        _ source: ConfigurationSource, environment: ServiceConfiguration.Environment
    ) throws(ConfigurationError) {
        speed = try source.integer(Keys.speed)
        origin = try source.optional(Keys.origin).flatMap { Timestamp(iso8601: $0) }
        start = try source.optional(Keys.start).flatMap { Timestamp(iso8601: $0) } ?? origin
        guard environment != .production || (speed == 1 && origin == nil) else {
            throw ConfigurationError(
                speed == 1 ? Keys.origin : Keys.speed,
                "a scaled clock is refused when MINQING_ENVIRONMENT is production")
        }
        if speed != 1, origin == nil {
            throw ConfigurationError(Keys.origin, "is required when \(Keys.speed.variable) is not 1")
        }
    }

    /// The clock that these settings describe.
    public func makeClock() -> ServiceClock {
        guard let origin, let start else { return ServiceClock(SystemClock()) }
        return ServiceClock(ScaledClock(speed: speed, origin: origin, start: start))
    }

    static let keys = [Keys.speed, Keys.origin, Keys.start]

    private enum Keys {
        static let speed = ConfigurationKey(
            "clock.speed", .integer(1...100_000), fallback: "1",
            summary: "Seconds that pass during one real second; for demonstrations only.")
        static let origin = ConfigurationKey(
            "clock.origin", .timestamp, summary: "What the scaled clock shows when it starts.")
        static let start = ConfigurationKey(
            "clock.start", .timestamp,
            summary: "The real moment at which the scaled clock starts; the origin itself if it is not given.")
    }
}
