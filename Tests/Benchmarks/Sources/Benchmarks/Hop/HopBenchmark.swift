/// One hop: consume → decide → state + inbox + journal → commit → relay → confirmed publish.
struct HopBenchmark: Sendable {
    let ground: Ground
    let runs: Int
    let events: Int

    private var schema: HopSchema { HopSchema(ground: ground) }

    func figures() async throws -> [Figure] {
        try await schema.makeDatabase()
        try await schema.declareQueues()
        var floor: [Double] = []
        var ours: [Double] = []
        var cost: [Double] = []
        var all: [Double] = []
        var allFloor: [Double] = []
        let servers = ServerTime(ground: ground)
        // One of each first, which nobody counts: caches and statistics are then the same for all.
        for run in 0...runs {
            try await prepare()
            let beforeFloor = try servers.now()
            let below = try HopFloor(ground: ground, events: events).run()
            let floorTime = try servers.now() - beforeFloor
            try await prepare()
            let before = try servers.now()
            let measured = try await HopRun(ground: ground, events: events).run()
            let time = try servers.now() - before
            let out = try await schema.outgoingCount()
            guard out == events else { throw BenchmarkFault("\(out) messages came out of \(events)") }
            guard run > 0 else { continue }
            all.append(time / Double(events) * 1e6 + measured.cost)
            allFloor.append(floorTime / Double(events) * 1e6)
            floor.append(below)
            ours.append(measured.rate)
            cost.append(measured.cost)
            Report.say("  run \(run): \(Figure.short(measured.rate)) events/s, floor \(Figure.short(below))")
        }
        return [
            Figure("hop", unit: "events/s", target: 10_000, ours: ours, floor: floor),
            Figure("hop, our processor time", unit: "µs/event", better: .less, ours: cost),
            Figure(
                "hop, processor time with the servers", unit: "µs/event", better: .less, ours: all, floor: allFloor),
        ]
    }

    private func prepare() async throws {
        try await schema.clear()
        try await Preload(ground: ground, count: events).run()
    }
}
