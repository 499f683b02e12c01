import Kernel
import Messaging
import Postgres
import TestSupport
import Testing
import Wire

@testable import Reliability

@Suite("The journal as a record")
struct JournalTests {
    private let aggregate = Identifier<AggregateTag>(high: 9, low: 9)
    private let elsewhere = [(name: "minqing.area", value: "330411")]

    /// Lends a pool over a schema whose journal holds one event of the probe's district.
    private func withEvent(_ body: (PostgresPool, PostgresConfiguration) async throws -> Void) async throws {
        try await TestDatabase.with(Probe.migrator) { service, administrator in
            try await PostgresPool.withPool(
                configuration: service, size: 2, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: RelaySignal())
                try await unit.perform(Probe.settings, load: []) { _ in
                    var draft = Probe.draft(1, of: aggregate, version: 1)
                    draft.action = "note"
                    draft.actor = Identifier(high: 1, low: 2)
                    draft.reason = "asked"
                    return Decision(events: [draft])
                }
                try await body(pool, administrator)
            }
        }
    }

    private func seen(_ pool: PostgresPool, _ settings: [(name: String, value: String)], _ before: [SQL] = [])
        async throws -> Int64
    {
        try await pool.withTransaction(TransactionOptions(isReadOnly: true, settings: settings)) { transaction in
            for statement in before { try await transaction.query(statement) }
            return try await transaction.query("SELECT count(*) FROM journal").only(Int64.self)
        }
    }

    @Test("an event is stored with who did it, by which command and why")
    func who() async throws {
        try await withEvent { (pool: PostgresPool, _: PostgresConfiguration) async throws in
            let row = try await pool.journal("SELECT action, actor, reason FROM journal")[0]
            #expect(try row.decode(String.self, at: 0) == "note")
            #expect(try row.decode(Identifier<AggregateTag>.self, at: 1) == Identifier(high: 1, low: 2))
            #expect(try row.decode(String.self, at: 2) == "asked")
        }
    }

    @Test("it is seen in its area, and elsewhere only after its aggregate was loaded in the same transaction")
    func scope() async throws {
        try await withEvent { (pool: PostgresPool, _: PostgresConfiguration) async throws in
            #expect(try await seen(pool, Probe.settings) == 1)
            #expect(try await seen(pool, elsewhere) == 0)
            #expect(try await seen(pool, []) == 0)
            #expect(try await seen(pool, elsewhere, [JournalStatements.open(aggregate)]) == 1)
            #expect(
                try await seen(pool, elsewhere, [JournalStatements.open(Identifier<AggregateTag>(high: 9, low: 8))])
                    == 0)
            #expect(try await seen(pool, elsewhere) == 0, "nothing of it outlives its transaction")
        }
    }

    @Test("the service can neither change it nor pass its policy by")
    func insertOnly() async throws {
        try await withEvent { (pool: PostgresPool, _: PostgresConfiguration) async throws in
            let month = try await pool.query("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')").only(String.self)
            for statement in [
                "UPDATE journal SET reason = NULL", "DELETE FROM journal", "TRUNCATE journal",
                "SELECT FROM journal_default", "SELECT FROM journal_\(month)",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.query(SQL(unescaped: statement))
                }
                #expect(error?.sqlState == SQLState.insufficientPrivilege, "\(statement)")
            }
        }
    }

    /// Three months ago, a row that a relay is past (sequence 1) or not (sequence 100).
    private static func old(_ seq: Int) -> String {
        """
        DO $$
        DECLARE month date := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '3 months';
        BEGIN
            EXECUTE format('CREATE TABLE probe.%I PARTITION OF probe.journal FOR VALUES FROM (%L) TO (%L)',
                'journal_' || to_char(month, 'YYYYMM'), month, month + interval '1 month');
            INSERT INTO probe.journal (seq, created_at, message_id, type, schema_version, aggregate_id, aggregate_version,
                                       partition, area, occurred_at, action, body)
            VALUES (-\(100 - seq), month + interval '1 day', gen_random_uuid(), 'probe.note.noted', 1,
                    '00000000-0000-0009-0000-000000000009', 7, 0, '330402', now(), 'note', '\\x7b7d');
            UPDATE probe.journal_cursor SET floor = -50;
        END $$
        """
    }

    @Test("a month that is over is written again without bodies, once every relay is past it", arguments: [1, 100])
    func slim(seq: Int) async throws {
        try await withEvent { (pool: PostgresPool, administrator: PostgresConfiguration) async throws in
            try await PostgresConnection.withConnection(administrator) {
                try await $0.script("SET ROLE probe_owner; SET timezone = 'UTC'")
                try await $0.script(Self.old(seq))
            }
            for _ in 1...2 { _ = try await pool.query("SELECT maintain_message_partitions(3, 30, 120)") }
            let rows = try await pool.journal(
                "SELECT action, body IS NULL, tableoid::regclass::text FROM journal ORDER BY aggregate_version DESC")
            #expect(rows.count == 2)
            #expect(try rows[0].decode(String.self, at: 0) == "note")
            let isPublished = seq == 1
            #expect(try rows[0].decode(Bool.self, at: 1) == isPublished)
            #expect(try rows[0].decode(String.self, at: 2).hasSuffix("_slim") == isPublished)
            #expect(try rows[1].decode(Bool.self, at: 1) == false, "this month keeps its bodies")
        }
    }

    @Test("what is past keeping goes")
    func forgotten() async throws {
        try await withEvent { (pool: PostgresPool, administrator: PostgresConfiguration) async throws in
            try await PostgresConnection.withConnection(administrator) {
                try await $0.script("SET ROLE probe_owner; SET timezone = 'UTC'")
                try await $0.script(Self.old(1))
            }
            _ = try await pool.query("SELECT maintain_message_partitions(3, 30, 2)")
            #expect(try await pool.journal("SELECT count(*) FROM journal").only(Int64.self) == 1)
        }
    }
}
