import Postgres

/// Lifecycles at a growing number of stored cases: how many a second, how long each command takes, and what the
/// processes need for one.
///
/// The same services serve from the grown database and from an empty one in turn, as ours and floor do elsewhere: what
/// else the machine does in the half-hour of loading is no growth.
struct GrowthBenchmark {
    let suite: Suite
    /// Stored cases, rising.
    let levels: [Int]
    /// How many an earlier run has left.
    let stored: Int
    let runs: Int
    let seconds: Int
    let clients: Int
    let seed: UInt64

    func figures() async throws -> [Figure] {
        let city = try await CityFixture(suite)
        let load = LifecycleLoad(suite: suite, staff: try StaffClient(suite, city: city), clients: clients)
        let loader = PastLoader(
            database: suite.ground.database(Suite.database), logger: suite.ground.logger, city: city, seed: seed)
        try await serve(from: Suite.copy, load)
        try await suite.analyse(Suite.copy)
        var stored = stored
        var figures: [Figure] = []
        for cases in levels {
            if cases > stored {
                let outcome = try await loader.load(stored..<cases)
                stored = cases
                Report.say(
                    "  \(cases) cases: \(outcome.rows) rows in \(Int(outcome.seconds)) s, "
                        + "\(try await suite.databaseSize()) MB")
            }
            try await WarmIndexes.read(suite.ground.database(Suite.database), logger: suite.ground.logger)
            var ours: [LifecycleSample] = []
            var empty: [LifecycleSample] = []
            for _ in 0..<runs {
                empty.append(try await sample(Suite.copy, load))
                if cases > 0 { ours.append(try await sample(Suite.database, load)) }
            }
            for figure in Self.figures(at: cases, cases > 0 ? ours : empty, beside: cases > 0 ? empty : []) {
                Report.say("  " + figure.line)
                figures.append(figure)
            }
        }
        return figures
    }

    /// Lets the services serve from a database, and plans and connections be made.
    private func serve(from database: String, _ load: LifecycleLoad) async throws {
        try await suite.serve(from: database)
        _ = try await load.run(seconds: 3)
    }

    private func sample(_ database: String, _ load: LifecycleLoad) async throws -> LifecycleSample {
        try await serve(from: database, load)
        let before = try await StorageUse.now(suite.database, logger: suite.ground.logger)
        let outcome = try await load.run(seconds: seconds)
        // The last backends report their statistics within a second.
        try await Task.sleep(for: .seconds(1))
        let after = try await StorageUse.now(suite.database, logger: suite.ground.logger)
        let sample = LifecycleSample(outcome, after - before)
        // Before another database is served from, nothing of this one may be under way.
        _ = try await Backlog(suite: suite.measured).drained(within: .seconds(60))
        return sample
    }

    private static func figures(
        at cases: Int, _ ours: [LifecycleSample], beside empty: [LifecycleSample]
    ) -> [Figure] {
        let at = "at \(cases): "
        var figures = LifecycleSample.kinds.map { kind in
            Figure(
                at + kind.name, unit: kind.unit, better: kind.better,
                target: empty.isEmpty && kind.name == LifecycleSample.rate.name ? 300 : nil,
                ours: ours.map { $0[kind] },
                floor: empty.map { $0[kind] })
        }
        guard !empty.isEmpty else { return figures }
        func share(_ kind: LifecycleSample.Kind) -> [Double] { zip(ours, empty).map { $0[kind] / $1[kind] } }
        figures.append(
            Figure(
                at + "lifecycles, of those at an empty database", unit: "share", target: 0.9,
                ours: share(LifecycleSample.rate)))
        for name in LifecycleSample.timed.prefix(5) {
            figures.append(
                Figure(
                    at + "\(name), p95, of that at an empty database", unit: "times", better: .less, target: 1.2,
                    ours: share(LifecycleSample.latency(name, 95))))
        }
        figures.append(
            Figure(
                at + "processor time of all, of that at an empty database", unit: "times", better: .less,
                ours: share(LifecycleSample.all)))
        for kind in [LifecycleSample.pages, LifecycleSample.logged] {
            figures.append(
                Figure(
                    at + "\(kind.name), of that at an empty database", unit: "times", better: .less, ours: share(kind)))
        }
        return figures
    }
}
