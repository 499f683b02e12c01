import Glibc
import Kernel

/// This machine's clocks.
struct WallClock: TimeSource {
    func now() -> Timestamp { Self.now }

    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Our own processor time so far.
    ///
    /// Units: seconds.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// How long something takes.
    ///
    /// Units: seconds.
    static func time<Result>(_ body: () async throws -> Result) async rethrows -> (Result, Double) {
        let start = ContinuousClock.now
        let result = try await body()
        return (result, (ContinuousClock.now - start).inSeconds)
    }
}
