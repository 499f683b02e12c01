import Kernel
import Messaging
import Postgres
import Wire

/// The statements around the gate, all for one batch.
enum InboxStatements {
    /// One writer a partition of a stream, whatever processes run: the locks last as long as the transaction.
    ///
    /// They are taken in the order of their numbers, so that two batches never wait for each other.
    static func lock(_ entries: [InboxEntry], of partitions: Int) -> SQL {
        let names = Set(entries.map { "\($0.properties.stream.storable).\($0.partition(of: partitions))" })
        return """
            SELECT pg_advisory_xact_lock(class, number) FROM (
                SELECT * FROM (
                    SELECT \(AdvisoryLock.partition.numbers(of: "current_schema() || '.inbox.' || name"))
                    FROM unnest(\(names.sorted())) AS partition (name)
                ) AS locks (class, number) ORDER BY number
            ) AS locks
            """
    }

    /// Index: inbox_versions' primary key.
    static func versions(of aggregates: [Identifier<AggregateTag>]) -> SQL {
        "SELECT aggregate_id, version FROM inbox_versions WHERE aggregate_id = ANY(\(aggregates))"
    }

    /// Index: inbox_waiting's unique (aggregate_id, aggregate_version).
    static func waiting(of aggregates: [Identifier<AggregateTag>]) -> SQL {
        """
        SELECT aggregate_id, aggregate_version, due_at IS NOT NULL FROM inbox_waiting
        WHERE aggregate_id = ANY(\(aggregates))
        """
    }

    /// The bounds leave out the days of which none is: an array alone does not.
    ///
    /// Index: inbox's primary key, one partition per day of the ids.
    static func applied(_ messages: [Identifier<MessageTag>]) -> SQL {
        """
        SELECT message_id, body_hash FROM inbox
        WHERE message_id = ANY(\(messages)) AND message_id BETWEEN \(messages.min()) AND \(messages.max())
        """
    }

    /// Records what is applied; a message that is there already makes the transaction fail, as it must.
    static func insert(_ entries: [InboxEntry]) -> Statement {
        Statement(
            """
            INSERT INTO inbox (message_id, aggregate_id, aggregate_version, body_hash)
            SELECT message_id, aggregate_id, aggregate_version, body_hash
            FROM unnest(\(entries.map(\.messageID)), \(entries.map { $0.position?.aggregate }),
                        \(entries.map { $0.position?.version }),
                        \(entries.map { Int64(bitPattern: $0.bodyHash) })) WITH ORDINALITY
                 AS entry (message_id, aggregate_id, aggregate_version, body_hash, number)
            ORDER BY number
            """, rows: .exactly(entries.count))
    }

    /// The gate's versions: each one higher than the stored one, or two transactions have passed the gate at once.
    ///
    /// Index: inbox_versions' primary key.
    static func advance(_ versions: [Identifier<AggregateTag>: Int64]) -> Statement {
        let ordered = versions.sorted { $0.key < $1.key }
        return Statement(
            """
            INSERT INTO inbox_versions (aggregate_id, version)
            SELECT aggregate_id, version FROM unnest(\(ordered.map(\.key)), \(ordered.map(\.value)))
                AS moved (aggregate_id, version)
            ON CONFLICT (aggregate_id) DO UPDATE SET version = excluded.version
                WHERE inbox_versions.version < excluded.version
            """, rows: .exactly(versions.count))
    }

    static func hold(_ entry: InboxEntry) -> Statement {
        Statement(
            """
            INSERT INTO inbox_waiting (message_id, aggregate_id, aggregate_version, routing_key, properties, body)
            VALUES (\(entry.messageID), \(entry.position?.aggregate), \(entry.position?.version),
                    \(entry.routingKey.storable), \(JSONBytes(entry.properties.storedJSON)), \(entry.body))
            ON CONFLICT DO NOTHING
            """, rows: .atMost(1))
    }

    /// Index: inbox_waiting's unique (aggregate_id, aggregate_version).
    static func release(_ positions: [InboxEntry.Position]) -> Statement {
        Statement(
            """
            UPDATE inbox_waiting SET due_at = clock_timestamp()
            FROM unnest(\(positions.map(\.aggregate)), \(positions.map(\.version))) AS next (aggregate, version)
            WHERE aggregate_id = next.aggregate AND aggregate_version = next.version AND due_at IS NULL
            """, rows: .atMost(positions.count))
    }

    /// A retry whose turn has not come is held again.
    ///
    /// Index: inbox_waiting's primary key.
    static func park(_ messages: [Identifier<MessageTag>]) -> Statement {
        Statement(
            "UPDATE inbox_waiting SET due_at = NULL WHERE message_id = ANY(\(messages))", rows: .atMost(messages.count))
    }

    /// What ended the process is counted for messages that are neither done nor given up.
    ///
    /// Index: inbox_attempts' primary key.
    static func forgetAttempts(_ messages: [Identifier<MessageTag>]) -> Statement {
        Statement("DELETE FROM inbox_attempts WHERE message_id = ANY(\(messages))", rows: .atMost(messages.count))
    }

    /// Index: inbox_waiting's primary key.
    static func settleWaiting(_ messages: [Identifier<MessageTag>]) -> Statement {
        Statement("DELETE FROM inbox_waiting WHERE message_id = ANY(\(messages))", rows: .atMost(messages.count))
    }

    /// Claims what is due: the time until which nobody else tries it takes the place of the time at which it was due.
    ///
    /// Index: inbox_waiting_due, then the primary key.
    static func claim(limit: Int, lease: Duration) -> SQL {
        """
        WITH due AS (
            SELECT message_id, due_at FROM inbox_waiting
            WHERE due_at <= statement_timestamp() ORDER BY due_at, aggregate_id, aggregate_version
            LIMIT \(limit) FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE inbox_waiting AS waiting
            SET due_at = clock_timestamp() + \(lease.milliseconds) * interval '1 millisecond'
            FROM due WHERE waiting.message_id = due.message_id
            RETURNING waiting.*, due.due_at AS was_due_at
        )
        SELECT routing_key, properties, body, sealed, message_id, attempts, due_at
        FROM claimed ORDER BY was_due_at, aggregate_id, aggregate_version
        """
    }

    /// Renews a claim and counts the attempt; no row where the claim has ended.
    ///
    /// Index: inbox_waiting's and inbox_attempts' primary keys.
    static func begin(_ message: Identifier<MessageTag>, claim: Timestamp, lease: Duration) -> SQL {
        """
        WITH renewed AS (
            UPDATE inbox_waiting SET due_at = clock_timestamp() + \(lease.milliseconds) * interval '1 millisecond'
            WHERE message_id = \(message) AND due_at = \(claim)
            RETURNING message_id, due_at
        ), counted AS (
            INSERT INTO inbox_attempts (message_id, attempts) SELECT message_id, 1 FROM renewed
            ON CONFLICT (message_id) DO UPDATE SET attempts = inbox_attempts.attempts + 1
            RETURNING attempts
        )
        SELECT due_at, attempts FROM renewed, counted
        """
    }

    /// Gives a claim up, unless it has ended.
    ///
    /// Index: inbox_waiting's primary key.
    static func release(_ message: Identifier<MessageTag>, claim: Timestamp, delay: Duration) -> Statement {
        Statement(
            """
            UPDATE inbox_waiting SET due_at = clock_timestamp() + \(delay.milliseconds) * interval '1 millisecond'
            WHERE message_id = \(message) AND due_at = \(claim)
            """, rows: .atMost(1))
    }

    /// Takes an attempt back that did not end the process.
    ///
    /// Index: inbox_attempts' primary key.
    static func takeBackAttempt(_ message: Identifier<MessageTag>) -> Statement {
        Statement(
            "UPDATE inbox_attempts SET attempts = attempts - 1 WHERE message_id = \(message) AND attempts > 0",
            rows: .atMost(1))
    }

    /// What is stored of a waiting message, which stays as it is until the transaction's end.
    ///
    /// Index: inbox_waiting's primary key.
    static func lockWaiting(_ message: Identifier<MessageTag>) -> SQL {
        "SELECT attempts, due_at FROM inbox_waiting WHERE message_id = \(message) FOR UPDATE"
    }

    /// One more attempt has failed, of a message that could not even be read; nothing where the claim has ended.
    ///
    /// Index: inbox_waiting's primary key.
    static func postpone(
        _ message: Identifier<MessageTag>, claim: Timestamp, error: String, delay: Duration
    ) -> Statement {
        Statement(
            """
            UPDATE inbox_waiting SET attempts = attempts + 1, error = \(error),
                due_at = clock_timestamp() + \(delay.milliseconds) * interval '1 millisecond'
            WHERE message_id = \(message) AND due_at = \(claim)
            """, rows: .atMost(1))
    }

    /// - Parameter body: as it is to lie there while it waits.
    static func recordFailure(_ entry: InboxEntry, body: StoredBody, error: String, delay: Duration) -> Statement {
        Statement(
            """
            INSERT INTO inbox_waiting (message_id, aggregate_id, aggregate_version, due_at, attempts, error, routing_key,
                                       properties, body, sealed)
            VALUES (\(entry.messageID), \(entry.position?.aggregate), \(entry.position?.version),
                    clock_timestamp() + \(delay.milliseconds) * interval '1 millisecond', 1, \(error.storable),
                    \(entry.routingKey.storable), \(JSONBytes(entry.properties.storedJSON)), \(body.bytes), \(body.isSealed))
            ON CONFLICT (message_id) DO UPDATE
                SET due_at = excluded.due_at, attempts = inbox_waiting.attempts + 1, error = excluded.error
            RETURNING attempts
            """, rows: .exactly(1))
    }
}

extension InboxEntry {
    /// The partition whose lock guards it; commands share the one past the last, as they have no aggregate yet.
    func partition(of count: Int) -> Int {
        position.map { FNV1a.partition(of: $0.aggregate, count: count) } ?? count
    }
}

extension Duration {
    /// Units: whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
