import Kernel
import Messaging
public import Postgres
import Wire

/// A context's dead letters, for the operator: list, show, replay.
public struct DeadLetterStore: Sendable {
    private let pool: PostgresPool

    /// Makes the store of the schema that the pool's role works in.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The open dead letters after an id, oldest first.
    ///
    /// Range of `limit`: 1…1,000.
    public func list(after id: Int64 = 0, limit: Int = 100) async throws -> [DeadLetter] {
        // Index: dead_letters_open.
        try await pool.query(
            """
            SELECT id, direction, message_id, properties->>'type', aggregate_id, aggregate_version, reason, attempts,
                   dead_at, routing_key, CASE WHEN sealed THEN NULL ELSE body END, length(body)
            FROM dead_letters WHERE replayed_at IS NULL AND id > \(id) ORDER BY id LIMIT \(limit)
            """
        ).map(letter)
    }

    /// One dead letter, open or replayed; nil where there is none.
    public func show(_ id: Int64) async throws -> DeadLetter? {
        // Index: the primary key.
        try await pool.query(
            """
            SELECT id, direction, message_id, properties->>'type', aggregate_id, aggregate_version, reason, attempts,
                   dead_at, routing_key, CASE WHEN sealed THEN NULL ELSE body END, length(body)
            FROM dead_letters WHERE id = \(id)
            """
        ).first.map(letter)
    }

    /// Puts dead letters back among the waiting, to be tried at once; what they hold up follows by itself.
    ///
    /// - Parameters:
    ///   - ids: which ones; those going out, those without a message id and those replayed already are left alone.
    ///   - wholeAggregate: also every other open dead letter of the same aggregates.
    ///   - dryRun: only says which would be replayed.
    /// - Returns: the ids that are, or would be, replayed.
    public func replay(_ ids: [Int64], wholeAggregate: Bool = false, dryRun: Bool = false) async throws -> [Int64] {
        try await pool.withTransaction { transaction in
            // Index: the primary key; dead_letters_open for the rest of an aggregate.
            let chosen = try await transaction.query(
                """
                SELECT id FROM dead_letters
                WHERE replayed_at IS NULL AND direction = 'in' AND message_id ~ '^[0-9a-f-]{36}$'
                      AND (id = ANY(\(ids)) OR \(wholeAggregate) AND aggregate_id IN
                           (SELECT aggregate_id FROM dead_letters WHERE id = ANY(\(ids))))
                ORDER BY id FOR UPDATE
                """
            ).map { try $0.decode(Int64.self, at: 0) }
            guard !dryRun, !chosen.isEmpty else { return chosen }
            try await transaction.run([
                Statement(
                    """
                    INSERT INTO inbox_waiting (message_id, aggregate_id, aggregate_version, due_at, routing_key,
                                               properties, body, sealed)
                    SELECT message_id::uuid, aggregate_id, aggregate_version, clock_timestamp(), routing_key,
                           properties, body, sealed
                    FROM dead_letters WHERE id = ANY(\(chosen)) ORDER BY id
                    ON CONFLICT (message_id) DO UPDATE SET due_at = clock_timestamp(), attempts = 0
                    """, rows: .exactly(chosen.count)),
                // It starts afresh, whatever it did to a process before.
                Statement(
                    """
                    DELETE FROM inbox_attempts WHERE message_id IN
                        (SELECT message_id::uuid FROM dead_letters WHERE id = ANY(\(chosen)))
                    """, rows: .atMost(chosen.count)),
                Statement(
                    "UPDATE dead_letters SET replayed_at = clock_timestamp() WHERE id = ANY(\(chosen))",
                    rows: .exactly(chosen.count)),
            ])
            return chosen
        }
    }

    private func letter(_ row: Row) throws -> DeadLetter {
        DeadLetter(
            id: try row.decode(at: 0),
            direction: DeadLetterDirection(rawValue: try row.decode(String.self, at: 1)) ?? .in,
            messageID: try row.decode(at: 2), type: try row.decode(at: 3), aggregate: try row.decode(at: 4),
            aggregateVersion: try row.decode(at: 5), reason: try row.decode(at: 6),
            attempts: Int(try row.decode(Int32.self, at: 7)), deadAt: try row.decode(at: 8),
            routingKey: try row.decode(at: 9), body: try row.decode([UInt8]?.self, at: 10),
            storedLength: Int(try row.decode(Int32.self, at: 11)))
    }
}
