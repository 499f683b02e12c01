import Kernel
import Messaging
public import Postgres
import Wire

/// The journal in a context's schema.
public struct PostgresJournal: JournalStore {
    private let pool: PostgresPool
    /// The destination whose cursor this is: the exchange's name.
    private let name: String
    /// The context whose journal it is: `source` of each envelope.
    private let source: String

    /// Makes the relay's view of the journal.
    public init(pool: PostgresPool, source: String, destination: String) {
        self.pool = pool
        self.source = source
        name = destination
    }

    /// The cursor as last stored, or a new one.
    public func cursor() async throws -> JournalCursor {
        // Index: journal_cursor's primary key.
        let rows = try await pool.query(
            """
            SELECT seen::text, floor, target::text, position, published FROM journal_cursor WHERE name = \(name)
            """)
        guard let row = rows.first else { return .start }
        return JournalCursor(
            seen: Snapshot(try row.decode(String.self, at: 0)) ?? .beforeAll, floor: try row.decode(at: 1),
            target: try row.decode(String?.self, at: 2).flatMap { Snapshot($0) }, position: try row.decode(at: 3),
            published: try row.decode(at: 4))
    }

    /// What is visible and was not yet sent, in order of sequence.
    public func page(after cursor: JournalCursor, limit: Int) async throws -> JournalPage {
        // Index: the primary key (seq, created_at) of each month's partition, merged in order of seq.
        let above = max(cursor.floor, cursor.position)
        let within: SQL =
            if let target = cursor.target {
                "AND pg_visible_in_snapshot(xid, \(target.text)::text::pg_snapshot)"
            } else {
                ""
            }
        let page: SQL = """
            SELECT now_seen, seq, message_id, type, schema_version, aggregate_id, aggregate_version, partition, area,
                   occurred_at, traceparent, correlation, causation, body
            FROM (SELECT pg_current_snapshot()::text AS now_seen) AS present
            LEFT JOIN LATERAL (
                SELECT * FROM journal
                WHERE seq > \(above) AND NOT pg_visible_in_snapshot(xid, \(cursor.seen.text)::text::pg_snapshot)
                      \(within)
                ORDER BY seq LIMIT \(limit)
            ) AS page ON true
            """
        let rows = try await pool.withTransaction(Self.reading) {
            try await $0.runAndCommit([Statement(page, rows: .atMost(limit + 1))])[0]
        }
        let snapshot = try rows.first.flatMap { Snapshot(try $0.decode(String.self, at: 0)) }
        return JournalPage(snapshot: cursor.target == nil ? snapshot : nil, rows: try rows.compactMap(journalRow))
    }

    /// Stores the cursor, and what can never be sent as dead letters, in one transaction.
    ///
    /// - Returns: the id of that transaction.
    public func store(_ cursor: JournalCursor, unsendable: [(row: JournalRow, reason: String)]) async throws -> UInt64 {
        let update = Statement(
            """
            INSERT INTO journal_cursor (name, seen, floor, target, position, published, updated_at)
            VALUES (\(name), \(cursor.seen.text)::text::pg_snapshot, \(cursor.floor),
                    \(cursor.target?.text)::text::pg_snapshot, \(cursor.position), \(cursor.published),
                    clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET seen = excluded.seen, floor = excluded.floor, target = excluded.target,
                position = excluded.position, published = excluded.published, updated_at = excluded.updated_at
            """, rows: .exactly(1))
        return try await pool.withTransaction { transaction in
            let parked = unsendable.map { row, reason in
                DeadLetterStatements.insert(
                    DeadLetterDraft(
                        direction: .out, messageID: row.envelope.id.description, aggregate: row.envelope.aggregate,
                        aggregateVersion: row.envelope.aggregateVersion, reason: reason, attempts: 1,
                        routingKey: row.envelope.routingKey, properties: row.envelope.properties,
                        body: StoredBody(bytes: row.body, isSealed: false)))
            }
            let rows = try await transaction.runAndCommit(
                [Statement("SELECT pg_current_xact_id()::text::bigint", rows: .exactly(1)), update] + parked)
            return UInt64(try rows[0].only(Int64.self))
        }
    }

    /// The journal's policy shows the relay all of it.
    private static let reading = TransactionOptions(isReadOnly: true, settings: [("minqing.relay", "on")])

    private func journalRow(_ row: Row) throws -> JournalRow? {
        guard let seq = try row.decode(Int64?.self, at: 1) else { return nil }
        let envelope = Envelope(
            id: try row.decode(at: 2), type: try row.decode(at: 3), version: Int(try row.decode(Int32.self, at: 4)),
            source: source, aggregate: try row.decode(at: 5), aggregateVersion: try row.decode(at: 6),
            partition: Int(try row.decode(Int32.self, at: 7)), area: try row.decode(at: 8),
            occurredAt: try row.decode(at: 9), traceparent: try row.decode(at: 10),
            correlation: try row.decode(at: 11), causation: try row.decode(at: 12))
        return JournalRow(seq: seq, envelope: envelope, body: try row.decode([UInt8].self, at: 13))
    }
}
