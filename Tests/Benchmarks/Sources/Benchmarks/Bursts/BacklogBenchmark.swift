import Postgres

/// A million events in Intake's journal: the relay publishes them, the consumers work them off, and a read model is
/// rebuilt from the stream that has them all.
struct BacklogBenchmark {
    let suite: Suite
    /// Events of the backlog.
    let events: Int

    func figures() async throws -> [Figure] {
        let city = try await CityFixture(suite)
        let measured = suite.measured
        let backlog = Backlog(suite: measured)
        for name in Suite.names { suite.stop(name) }
        let fill = JournalFill(suite: measured, city: city, partitions: try suite.partitions())
        let filling = try await WallClock.time { try await fill.fill(events) }.1
        Report.say("  \(events) events put into the journal in \(Int(filling)) s")
        let servers = ServerTime(ground: suite.ground)

        var before = try servers.now()
        _ = try await suite.start("intake")
        let (relaying, relayMemory) = try await MemoryWatch(suite, ["intake"]).watching {
            try await WallClock.time { try await untilPublished(measured) }.1
        }
        let relayCost = try servers.now() - before + suite.process(of: "intake").processorSeconds

        before = try servers.now()
        for name in Suite.names where name != "intake" { _ = try await suite.start(name) }
        let (consuming, memory) = try await MemoryWatch(suite).watching {
            try await backlog.drained(within: .seconds(3600))
        }
        let consumers = try ["dispatch", "assessment"].reduce(0) { try $0 + suite.process(of: $1).processorSeconds }
        let consumeCost = try servers.now() - before + consumers

        let rebuilt = try await StreamRebuild(ground: suite.ground, suite: measured).run()
        let count = Double(events)
        return [
            Figure("relay, backlog of \(events)", unit: "events/s", ours: [count / relaying]),
            Figure(
                "relay, processor time with the servers", unit: "µs/event", better: .less,
                ours: [relayCost / count * 1e6]),
            Figure(
                "dispatch and assessment, backlog of \(events) each", unit: "deliveries/s",
                ours: [2 * count / consuming]),
            Figure(
                "consumers, processor time with the servers", unit: "µs/delivery", better: .less,
                ours: [consumeCost / count / 2 * 1e6]),
            Figure("read model from the stream", unit: "events/s", ours: [Double(rebuilt.events) / rebuilt.seconds]),
            Figure("read model: events", unit: "events", ours: [Double(rebuilt.events)]),
            Figure("read model: repeats passed over", unit: "events", better: .less, ours: [Double(rebuilt.repeats)]),
            Figure(
                "read model: counts that differ from the journals", unit: "", better: .less, target: 0,
                ours: [Double(rebuilt.differences)]),
        ] + MemoryWatch.figures("relaying", relayMemory) + MemoryWatch.figures("consuming", memory)
    }

    private func untilPublished(_ measured: Suite.Measured) async throws {
        try await PostgresPool.withPool(configuration: measured.database, size: 1, logger: measured.logger) { pool in
            try await eventually(
                within: .seconds(3600), every: .milliseconds(200), takingAtMost: 0.1,
                otherwise: "the journal is not published"
            ) {
                try await pool.query(
                    """
                    SELECT NOT EXISTS (SELECT FROM intake.journal, intake.journal_cursor
                                       WHERE seq > greatest(floor, position) AND NOT pg_visible_in_snapshot(xid, seen))
                    """
                ).only(Bool.self)
            }
        }
    }
}
