public import Kernel

/// A clock that runs faster than the real one, so that a demonstration shows a working day in a minute.
///
/// Never used when `MINQING_ENVIRONMENT` is `production`: the configuration refuses it.
public struct ScaledClock: TimeSource {
    /// How many seconds pass on this clock during one real second.
    ///
    /// Range: 1…100,000.
    public let speed: Int

    /// The moment this clock showed when it started.
    public let origin: Timestamp

    /// The real moment at which this clock showed `origin`.
    public let start: Timestamp

    private let real: any TimeSource

    /// Makes a clock that shows `origin` at the real moment `start` and runs `speed` times as fast from then on.
    ///
    /// Every process that is given the same three values shows the same time.
    public init(speed: Int, origin: Timestamp, start: Timestamp, real: any TimeSource = SystemClock()) {
        self.speed = speed
        self.origin = origin
        self.start = start
        self.real = real
    }

    /// The present moment of this clock.
    public func now() -> Timestamp {
        let elapsed = real.now().microseconds - start.microseconds
        let (scaled, overflow) = elapsed.multipliedReportingOverflow(by: Int64(speed))
        guard !overflow else { return origin }
        let (moment, beyond) = origin.microseconds.addingReportingOverflow(scaled)
        return beyond ? origin : Timestamp(microseconds: moment)
    }
}
