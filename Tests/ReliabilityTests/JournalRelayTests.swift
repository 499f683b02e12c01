import Kernel
import Logging
import Messaging
import Postgres
import Reliability
import ServiceLifecycle
import TestSupport
import Testing
import Wire

@Suite("The journal and its relay")
struct JournalRelayTests {
    /// A pool, a unit of work that writes events through it, and a relay of them that does not run.
    private func withIdleRelay(
        _ publisher: ProbePublisher, connections: Int = 8,
        _ body: (PostgresPool, UnitOfWork, JournalRelay) async throws -> Void
    ) async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: connections, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let signal = RelaySignal()
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: signal)
                let relay = JournalRelay(
                    pool: pool, source: "probe", publisher: publisher, signal: signal, random: SystemRandomSource(),
                    exchange: Probe.exchange, logger: Probe.logger)
                try await body(pool, unit, relay)
            }
        }
    }

    private func withRelay(
        _ publisher: ProbePublisher,
        _ body: (PostgresPool, UnitOfWork) async throws -> Void
    ) async throws {
        try await withIdleRelay(publisher) { pool, unit, relay in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await relay.run() }
                defer { group.cancelAll() }
                try await body(pool, unit)
            }
        }
    }

    @Test("what commits is published once, with its envelope; what rolls back is not")
    func once() async throws {
        let publisher = ProbePublisher()
        try await withRelay(publisher) { _, unit in
            let aggregate = Identifier<AggregateTag>(high: 7, low: 7)
            struct Refusal: Error {}
            await #expect(throws: Refusal.self) {
                try await unit.perform(Probe.settings, load: []) { _ -> Decision<Void> in throw Refusal() }
            }
            try await unit.perform(Probe.settings, load: []) { _ in
                Decision(events: [Probe.draft(1, of: aggregate, version: 1), Probe.draft(2, of: aggregate, version: 2)])
            }
            try await eventually { publisher.published.count == 2 }
            let envelopes = try publisher.published.map { try Envelope($0.properties) }
            #expect(envelopes.map(\.aggregateVersion) == [1, 2])
            #expect(envelopes.allSatisfy { $0.aggregate == aggregate && $0.source == "probe" })
            #expect(publisher.published.allSatisfy { $0.exchange == Probe.exchange })
            #expect(publisher.published[0].routingKey.hasPrefix("probe.note.noted.330402.p"))
        }
    }

    @Test(
        "2,000 events of 40 concurrent writers with open transactions are published in order per aggregate, none lost")
    func concurrent() async throws {
        let publisher = ProbePublisher()
        try await withRelay(publisher) { pool, unit in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...40 as ClosedRange<UInt64> {
                    group.addTask {
                        let aggregate = Identifier<AggregateTag>(high: 3, low: writer)
                        for version in 1...50 as ClosedRange<Int64> {
                            // Every seventh transaction stays open a while after it took its sequence.
                            let load: [SQL] = version % 7 == 0 ? ["SELECT pg_sleep(0.005)"] : []
                            try await unit.perform(Probe.settings, load: load) { _ in
                                Decision(
                                    statements: version % 5 == 0
                                        ? [Statement("SELECT pg_sleep(0.002)", rows: .any)] : [],
                                    events: [Probe.draft(Int(version), of: aggregate, version: version)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await eventually { publisher.published.count >= 2000 }
            var versions: [Identifier<AggregateTag>: [Int64]] = [:]
            for message in publisher.published {
                let envelope = try Envelope(message.properties)
                versions[envelope.aggregate, default: []].append(envelope.aggregateVersion)
            }
            #expect(publisher.published.count == 2000)
            #expect(versions.count == 40)
            #expect(versions.values.allSatisfy { $0 == Array(1...50) })
        }
    }

    @Test("a leader that ends, or whose connection is ended, frees the lock; the next one goes on where it was")
    func leadership() async throws {
        let holders: SQL = """
            SELECT pid FROM pg_locks
            WHERE locktype = 'advisory' AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        let publisher = ProbePublisher()
        // The lock's connection is none of the pool's, of which one is enough.
        try await withIdleRelay(publisher, connections: 1) { pool, unit, relay in
            func publish(_ number: Int) async throws {
                try await unit.perform(Probe.settings, load: []) { _ in
                    Decision(events: [Probe.draft(number, of: Identifier(high: 6, low: 6), version: Int64(number))])
                }
                // What is not settled by the cursor is published again by the next leader.
                try await eventually {
                    try await pool.query("SELECT published FROM journal_cursor").only(Int64.self) == number
                }
                #expect(publisher.published.count == number)
            }
            func holder() async throws -> Int32? {
                try await pool.query(holders).first.map { try $0.decode(at: 0) }
            }
            let leading = Task { try await relay.run() }
            try await publish(1)
            let first = try #require(try await holder())
            try await pool.query("SELECT pg_terminate_backend(\(first))")
            try await eventually {
                let second = try await holder()
                return second != nil && second != first
            }
            try await publish(2)
            leading.cancel()
            _ = await leading.result
            try await eventually { try await holder() == nil }
        }
    }

    @Test("a lost confirm, a nack and a return are published again; a refusal becomes a dead letter")
    func misbehaving() async throws {
        let publisher = ProbePublisher()
        publisher.plan([.unknown, .rejected, .refused(reason: "too large"), .returned(code: 312, reason: "NO_ROUTE")])
        try await withRelay(publisher) { pool, unit in
            try await unit.perform(Probe.settings, load: []) { _ in
                Decision(
                    events: (1...5).map { Probe.draft($0, of: Identifier(high: 1, low: UInt64($0)), version: 1) })
            }
            try await eventually {
                try await pool.query("SELECT published FROM journal_cursor").only(Int64.self) == 5
            }
            let ids = publisher.published.compactMap { try? Envelope($0.properties).aggregate.low }
            #expect(Set(ids) == [1, 2, 4, 5])
            let letters = try await DeadLetterStore(pool: pool).list()
            #expect(letters.map(\.reason) == ["too large"])
            #expect(letters.first?.direction == .out)
        }
    }
}

/// The machine's clock.
struct RealTime: TimeSource {
    func now() -> Timestamp {
        let elapsed = ContinuousClock.now - Self.anchor
        return Timestamp(microseconds: 1_763_000_000_000_000) + elapsed
    }

    private static let anchor = ContinuousClock.now
}
