/// The hop on three brokers, the leader killed every thirty seconds, beside the floor on the same three undisturbed.
struct FailoverBenchmark: Sendable {
    let ground: Ground
    let runs: Int
    /// Events of an undisturbed measurement and of the floor.
    let events: Int
    /// How long the disturbed measurement would take at the undisturbed rate.
    ///
    /// Units: seconds.
    let seconds: Int

    static let virtualHost = "failover"
    /// Source: the promise, a leader killed every 30 s.
    static let pause = Duration.seconds(30)

    func figures() async throws -> [Figure] {
        let brokers = try KilledBrokers(ground)
        defer { brokers.end() }
        let ground = ground.through(port: brokers.port, virtualHost: Self.virtualHost)
        let schema = HopSchema(ground: ground)
        try await schema.makeDatabase()
        try await schema.declareQueues()
        var floor: [Double] = []
        var calm: [Double] = []
        // One of each first, which nobody counts.
        for run in 0...runs {
            try await prepare(events, ground)
            let below = try HopFloor(ground: ground, events: events).run()
            try await prepare(events, ground)
            let measured = try await HopRun(ground: ground, events: events).run()
            guard run > 0 else { continue }
            floor.append(below)
            calm.append(measured.rate)
            Report.say("  run \(run): \(Figure.short(measured.rate)) events/s, floor \(Figure.short(below))")
        }
        let many = max(events, Int(Figure.median(calm)) * seconds / 1000 * 1000)
        try await prepare(many, ground)
        let disturbed = HopRun(ground: ground, events: many, limit: .seconds(seconds * 10))
        let killed = try await disturbed.run {
            try await Task.sleep(for: Self.pause / 2)
            while true {
                brokers.kill()
                try await Task.sleep(for: Self.pause)
            }
        }
        let back = try brokers.awaitBack()
        // Each event is there once; it is published again where a confirm was lost.
        let (stored, published) = (try await schema.storedCount(), try await schema.outgoingCount())
        guard stored == many, published >= many else {
            throw BenchmarkFault("\(stored) stored and \(published) published of \(many) events")
        }
        let under = [killed.rate / Figure.median(floor)]
        return [
            Figure("hop on three brokers", unit: "events/s", ours: calm, floor: floor),
            Figure("hop, the leader killed every 30 s", unit: "events/s", ours: [killed.rate]),
            Figure(
                "hop, the leader killed every 30 s, of the floor undisturbed", unit: "share", target: 0.3, ours: under),
            Figure("the same: kills", unit: "kills", ours: [Double(back.count)]),
            Figure("the same: a killed broker is back", unit: "s", better: .less, ours: back),
            Figure("the same: longest without a confirm", unit: "s", better: .less, ours: [killed.standstill]),
            Figure("the same: published again", unit: "events", better: .less, ours: [Double(published - many)]),
        ]
    }

    private func prepare(_ count: Int, _ ground: Ground) async throws {
        try await HopSchema(ground: ground).clear()
        try await Preload(ground: ground, count: count).run()
    }
}
