/// Durations with their percentiles.
///
/// Units: milliseconds.
struct Latencies: Sendable {
    private let sorted: [Double]

    init(_ durations: [Duration]) {
        sorted = durations.map { Double($0.components.seconds) * 1000 + Double($0.components.attoseconds) / 1e15 }
            .sorted()
    }

    /// The smallest value that at least the given share of all values does not exceed; nil where there is none.
    func percentile(_ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let index = max(0, min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1))
        return (sorted[index] * 10).rounded() / 10
    }
}
