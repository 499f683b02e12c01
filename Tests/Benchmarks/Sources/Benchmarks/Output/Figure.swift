/// What was measured several times, beside its floor of the same run.
struct Figure: Sendable {
    /// Which way is better.
    enum Better: Sendable { case more, less }

    let name: String
    let unit: String
    let better: Better
    /// What is to be reached; nil where nothing is promised.
    let target: Double?
    /// One value a run.
    let ours: [Double]
    /// One value a run, taken next to ours; empty where there is no floor.
    let floor: [Double]

    init(
        _ name: String, unit: String, better: Better = .more, target: Double? = nil, ours: [Double],
        floor: [Double] = []
    ) {
        self.name = name
        self.unit = unit
        self.better = better
        self.target = target
        self.ours = ours
        self.floor = floor
    }

    var median: Double { Self.median(ours) }
    var floorMedian: Double? { floor.isEmpty ? nil : Self.median(floor) }

    /// The median of the runs' ratios; 1 is as good as the floor, and more is better whatever the unit.
    var ratio: Double? {
        guard floor.count == ours.count, !floor.isEmpty else { return nil }
        return Self.median(zip(ours, floor).map { better == .more ? $0 / $1 : $1 / $0 })
    }

    /// Whether the target is reached; nil where there is none.
    var isReached: Bool? {
        target.map { better == .more ? median >= $0 : median <= $0 }
    }

    /// One line for a terminal.
    var line: String {
        var text = "\(name): \(Self.short(median)) \(unit)"
        if let least = ours.min(), let most = ours.max(), ours.count > 1 {
            text += " (\(Self.short(least))…\(Self.short(most)))"
        }
        if let floorMedian { text += ", floor \(Self.short(floorMedian))" }
        if let ratio { text += ", ratio \(Self.short(ratio))" }
        return text
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Three figures that count, without an exponent.
    static func short(_ value: Double) -> String {
        let digits = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2
        let scale: Double = digits == 0 ? 1 : digits == 1 ? 10 : 100
        let rounded = (value * scale).rounded()
        guard rounded.isFinite, rounded.magnitude < 1e15 else { return "-" }
        if digits == 0 { return "\(Int64(rounded))" }
        let whole = Int64(rounded.magnitude) / Int64(scale)
        let rest = "\(Int64(rounded.magnitude) % Int64(scale))"
        let sign = rounded < 0 ? "-" : ""
        return "\(sign)\(whole)." + String(repeating: "0", count: digits - rest.count) + rest
    }
}
