import Histogram
import Synchronization

/// Latencies of several kinds of calls, each in a histogram with three digits that count.
final class Timings: Sendable {
    /// Units: microseconds, up to ten minutes.
    private static let most: UInt64 = 600_000_000

    private let histograms = Mutex<[String: Histogram<UInt64>]>([:])

    func record(_ name: String, _ duration: Duration) {
        let microseconds = UInt64(max(0, duration.inSeconds * 1e6))
        histograms.withLock { histograms in
            _ = histograms[name, default: Self.empty].record(min(microseconds, Self.most))
        }
    }

    func count(_ name: String) -> Int { histograms.withLock { Int($0[name]?.totalCount ?? 0) } }

    /// Units: milliseconds.
    func percentile(_ name: String, _ percent: Double) -> Double {
        histograms.withLock { Double($0[name]?.valueAtPercentile(percent) ?? 0) / 1000 }
    }

    private static var empty: Histogram<UInt64> {
        Histogram(highestTrackableValue: most, numberOfSignificantValueDigits: .three)
    }
}
