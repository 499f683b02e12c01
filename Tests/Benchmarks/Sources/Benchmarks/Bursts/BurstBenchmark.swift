/// Registrations from a tenth of what the suite can take to more than that, and a tenfold burst.
struct BurstBenchmark {
    let suite: Suite
    let seconds: Int
    /// Length of the burst.
    ///
    /// Units: seconds.
    let burst: Int

    private static let connections = 128
    /// Hundredths of the capacity.
    private static let shares = [10, 25, 50, 75, 90, 100, 120]

    func figures() async throws -> [Figure] {
        let city = try await CityFixture(suite)
        let loop = OpenLoop(staff: try StaffClient(suite, city: city), connections: Self.connections)
        let backlog = Backlog(suite: suite.measured)
        _ = try await loop.run(rate: nil, seconds: max(2, seconds / 2))
        _ = try await backlog.drained(within: .seconds(300))
        try await suite.analyse("minqing")
        let capacity = try await capacity(loop, backlog)
        var figures = [
            Figure("capacity: registrations, the whole suite up", unit: "requests/s", ours: [capacity])
        ]
        for share in Self.shares { figures += try await curve(loop, backlog, share: share, capacity: capacity) }
        return figures + (try await burst(loop, backlog, capacity: capacity))
    }

    /// The rate at which everything that a registration leads to keeps up: with the clients never waiting, the
    /// registrations over the time until the last offer is out.
    private func capacity(_ loop: OpenLoop, _ backlog: Backlog) async throws -> Double {
        let outcome = try await loop.run(rate: nil, seconds: seconds)
        let drain = try await backlog.drained(within: .seconds(300))
        let capacity = Double(outcome.answered) / (outcome.took + drain)
        Report.say(
            "  as fast as it goes: \(Figure.short(outcome.rate)) answered a second, drained in "
                + "\(Figure.short(drain)) s: capacity \(Figure.short(capacity))/s")
        return capacity
    }

    private func curve(
        _ loop: OpenLoop, _ backlog: Backlog, share: Int, capacity: Double
    ) async throws -> [Figure] {
        let outcome = try await loop.run(rate: capacity * Double(share) / 100, seconds: seconds)
        let drain = try await backlog.drained(within: .seconds(300))
        let at = "at \(share) % of capacity: "
        let figures = [
            Figure(at + "answered", unit: "requests/s", ours: [outcome.rate]),
            Figure(at + "from the due moment, p50", unit: "ms", better: .less, ours: [outcome.p50]),
            Figure(at + "from the due moment, p95", unit: "ms", better: .less, ours: [outcome.p95]),
            Figure(at + "from the due moment, p99", unit: "ms", better: .less, ours: [outcome.p99]),
            Figure(at + "time to drain", unit: "s", better: .less, ours: [drain]),
        ]
        for figure in figures { Report.say("  " + figure.line) }
        return figures
    }

    /// A tenth of the capacity, then ten times as much, then a tenth again until all is drained.
    private func burst(_ loop: OpenLoop, _ backlog: Backlog, capacity: Double) async throws -> [Figure] {
        let watch = try MemoryWatch(suite)
        let seconds = seconds
        let burst = burst
        let (result, tracks) = try await watch.watching {
            let before = try await loop.run(rate: capacity / 10, seconds: seconds)
            let during = try await loop.run(rate: capacity, seconds: burst)
            let left = try await backlog.count()
            let late = max(0, during.took - Double(burst))
            let drain = try await backlog.drained(within: .seconds(600))
            let after = try await loop.run(rate: capacity / 10, seconds: seconds)
            return (before: before, during: during, left: left, drain: late + drain, after: after)
        }
        return [
            Figure("burst: before it, p99", unit: "ms", better: .less, ours: [result.before.p99]),
            Figure("burst: answered", unit: "requests/s", ours: [result.during.rate]),
            Figure("burst: p50", unit: "ms", better: .less, ours: [result.during.p50]),
            Figure("burst: p99", unit: "ms", better: .less, ours: [result.during.p99]),
            Figure(
                "burst: failures", unit: "requests", better: .less, target: 0, ours: [Double(result.during.failures)]),
            Figure(
                "burst: events and deliveries left at its end", unit: "", better: .less, ours: [Double(result.left)]),
            Figure(
                "burst: time to drain", unit: "s", better: .less, target: Double(burst), ours: [result.drain]),
            Figure("burst: after it, p99", unit: "ms", better: .less, ours: [result.after.p99]),
        ] + MemoryWatch.figures("burst", tracks)
    }
}
