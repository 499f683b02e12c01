/// What one measurement of lifecycles gave, by figure.
struct LifecycleSample: Sendable {
    /// A figure's name and unit, and which way is better.
    struct Kind: Sendable {
        let name: String
        let unit: String
        let better: Figure.Better
    }

    static let rate = Kind(name: "lifecycles", unit: "lifecycles/s", better: .more)
    static let all = Kind(name: "processor time of all", unit: "µs/lifecycle", better: .less)
    static let wholeReads = Kind(
        name: "rows read by walking over whole tables", unit: "rows/lifecycle", better: .less)
    static let pages = Kind(name: "pages looked at", unit: "pages/lifecycle", better: .less)
    static let fetched = Kind(name: "pages fetched into the shared buffers", unit: "pages/lifecycle", better: .less)
    static let logged = Kind(name: "write-ahead log", unit: "kB/lifecycle", better: .less)

    /// Commands whose latencies are reported, the whole, and the waits in between.
    static let timed =
        ["register", "search", "list", "accept", "close"] + [
            Lifecycle.whole, Lifecycle.toOffer, Lifecycle.toCallback,
        ]
    static let percents = [50, 95, 99]

    static func latency(_ name: String, _ percent: Int) -> Kind {
        Kind(name: "\(name), p\(percent)", unit: "ms", better: .less)
    }

    static func cost(_ process: String) -> Kind {
        Kind(name: "\(process)'s processor time", unit: "µs/lifecycle", better: .less)
    }

    /// All of them, in the order of the table.
    static let kinds: [Kind] =
        [rate] + timed.flatMap { name in percents.map { latency(name, $0) } }
        + (Suite.names + ServerTime.servers + ["clients"]).map(cost) + [
            all, wholeReads, pages, fetched, logged,
        ]

    private var values: [String: Double] = [:]

    init(_ outcome: LifecycleLoad.Outcome, _ use: StorageUse) {
        let count = Double(max(1, outcome.finished))
        values[Self.rate.name] = outcome.rate
        values[Self.wholeReads.name] = use.wholeReads / count
        values[Self.pages.name] = use.pages / count
        values[Self.fetched.name] = use.fetched / count
        values[Self.logged.name] = use.logged / 1000 / count
        for name in Self.timed {
            for percent in Self.percents {
                values[Self.latency(name, percent).name] = outcome.timings.percentile(name, Double(percent))
            }
        }
        for spent in outcome.spent { values[Self.cost(spent.name).name] = spent.seconds / count * 1e6 }
        values[Self.all.name] = outcome.spent.reduce(0) { $0 + $1.seconds } / count * 1e6
    }

    subscript(kind: Kind) -> Double { values[kind.name] ?? 0 }
}
