public import Kernel

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The operating system's clock.
///
/// Why: it may be set back by an administrator or by NTP; whatever needs an interval measures it with
/// `ContinuousClock` and whatever needs a due time stores the moment itself.
public struct SystemClock: TimeSource {
    /// Makes the clock; it holds no state.
    public init() {}

    /// The present moment, in microseconds since the Unix epoch.
    public func now() -> Timestamp {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(microseconds: Int64(moment.tv_sec) * 1_000_000 + Int64(moment.tv_nsec) / 1_000)
    }
}
