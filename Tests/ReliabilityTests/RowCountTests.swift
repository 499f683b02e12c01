import Kernel
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Reliability

@Suite("Row counts of a decision")
struct RowCountTests {
    private let aggregate = Identifier<AggregateTag>(high: 9, low: 9)

    /// Lends a pool and a unit of work over a schema with one note of version 1.
    private func withNote(_ body: (PostgresPool, UnitOfWork) async throws -> Void) async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 4, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: RelaySignal())
                try await pool.query("INSERT INTO notes (aggregate, number) VALUES (\(aggregate), 1)")
                try await body(pool, unit)
            }
        }
    }

    private func update(from version: Int32, rows: RowCount) -> Statement {
        Statement(
            "UPDATE notes SET number = number + 1 WHERE aggregate = \(aggregate) AND number = \(version)", rows: rows)
    }

    private func expect(_ rows: Int64, in table: String, _ pool: PostgresPool) async throws {
        let found = try await pool.journal("SELECT count(*) FROM \(unescaped: table)").only(Int64.self)
        #expect(found == rows, "rows in \(table)")
    }

    @Test("an update whose version condition matches no row rolls journal and log back, once and without a value")
    func stale() async throws {
        try await withNote { pool, unit in
            let decisions = Mutex(0)
            let fault = await #expect(throws: RowCountFault.self) {
                try await unit.perform(Probe.settings, load: []) { _ in
                    decisions.withLock { $0 += 1 }
                    return Decision(
                        statements: [
                            update(from: 7, rows: .exactly(1)),
                            Statement("INSERT INTO notes (number) VALUES (99)", rows: .exactly(1)),
                        ], events: [Probe.draft(1, of: aggregate, version: 1)])
                }
            }
            #expect(fault?.description == "UPDATE notes SET number: expected exactly 1 rows, found 0")
            #expect(decisions.withLock { $0 } == 1)
            try await expect(0, in: "journal", pool)
            try await expect(1, in: "notes", pool)
        }
    }

    @Test("a message whose decision misses its row is not applied: neither inbox row nor version nor event")
    func missed() async throws {
        try await withNote { pool, unit in
            let delivery = Probe.delivery(1, of: aggregate, version: 1)
            let entry = try InboxEntry(delivery, envelope: Envelope(delivery.properties))
            await #expect(throws: RowCountFault.self) {
                _ = try await unit.receive(Probe.settings, entries: [entry], load: []) { _, _ in
                    Decision(
                        statements: [update(from: 7, rows: .exactly(1))],
                        events: [Probe.draft(1, of: aggregate, version: 1)])
                }
            }
            for table in ["inbox", "inbox_versions", "journal"] { try await expect(0, in: table, pool) }
        }
    }

    @Test(
        "a count as expected is committed",
        arguments: [(1, RowCount.exactly(1)), (1, .atMost(1)), (7, .atMost(1)), (7, .any), (1, .any)]
            as [(Int32, RowCount)])
    func expected(version: Int32, rows: RowCount) async throws {
        try await withNote { pool, unit in
            try await unit.perform(Probe.settings, load: []) { _ in
                Decision(
                    statements: [update(from: version, rows: rows)],
                    events: [Probe.draft(1, of: aggregate, version: 1)])
            }
            try await expect(1, in: "journal", pool)
        }
    }

    @Test("more rows than at most so many are a fault, too")
    func tooMany() async throws {
        try await withNote { pool, unit in
            await #expect(throws: RowCountFault.self) {
                try await unit.perform(Probe.settings, load: []) { _ in
                    Decision(statements: [
                        Statement("INSERT INTO notes (number) SELECT generate_series(1, 3)", rows: .atMost(2))
                    ])
                }
            }
            try await expect(1, in: "notes", pool)
        }
    }

    @Test("an aggregate's stored version never goes back: who passed the gate beside the lock fails")
    func gateBesideLock() async throws {
        try await withNote { pool, _ in
            try await pool.query("INSERT INTO inbox_versions (aggregate_id, version) VALUES (\(aggregate), 5)")
            await #expect(throws: RowCountFault.self) {
                _ = try await pool.withTransaction { try await $0.run([InboxStatements.advance([aggregate: 5])]) }
            }
            _ = try await pool.withTransaction { try await $0.run([InboxStatements.advance([aggregate: 6])]) }
        }
    }
}
