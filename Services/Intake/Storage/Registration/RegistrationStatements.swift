import City
import IntakeDomain
import Kernel
import Postgres
import Reliability

/// What a batch of registrations asks before it decides, and what it writes.
enum RegistrationStatements {
    /// Takes the keys for this transaction; false where another one has it in this moment.
    static func takeKeys(_ keys: [IdempotencyClaim]) -> SQL {
        """
        SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.idempotencyKey.numbers(of: "t.name")))
        FROM unnest(\(keys.map(\.lockName))) WITH ORDINALITY AS t(name, n) ORDER BY t.n
        """
    }

    /// How long a transaction waits for keys that another one has.
    static func waitForKeys(atMost patience: Duration) -> SQL {
        "SELECT set_config('lock_timeout', \(String(patience.wholeMilliseconds)), true)"
    }

    /// Takes the keys for this transaction and waits for those that another one has.
    ///
    /// In the order of their names, so that two transactions never wait for each other.
    static func awaitKeys(_ keys: [IdempotencyClaim]) -> SQL {
        """
        SELECT pg_advisory_xact_lock(\(AdvisoryLock.idempotencyKey.numbers(of: "t.name"))) IS NOT NULL
        FROM unnest(\(keys.map(\.lockName).sorted())) WITH ORDINALITY AS t(name, n)
        """
    }

    /// What was answered under the keys before.
    ///
    /// A key made of all that was sent counts for a moment only.
    ///
    /// Runs after ``takeKeys(_:)``, and so sees what any transaction that held a key has committed.
    /// Index: idempotency_keys' primary key.
    static func responses(_ keys: [IdempotencyClaim], doubleSubmit: Duration) -> SQL {
        """
        SELECT k.owner, k.key, k.body_hash, k.request_id, k.receipt
        FROM unnest(\(keys.map(\.owner)), \(keys.map(\.key))) AS t(owner, key)
        JOIN idempotency_keys k ON k.owner = t.owner AND k.key = t.key
        WHERE k.owner <> \(IdempotencyClaim.doubleSubmitOwner)
           OR k.created_at > statement_timestamp() - make_interval(secs => \(Double(doubleSubmit.wholeMilliseconds) / 1_000))
        """
    }

    static func numbers(_ count: Int) -> SQL {
        "SELECT nextval('request_numbers') FROM generate_series(1, \(Int32(count)))"
    }

    static func insert(_ rows: [NewRequest]) -> [Statement] {
        [requests(rows), requesters(rows), texts(rows)]
    }

    private static func requests(_ rows: [NewRequest]) -> Statement {
        Statement(
            """
            INSERT INTO requests (id, number, area, channel, category, urgency, located, doubt, state, round, attempts,
                leader_case, registered_at, since, tracking_hash, version)
            SELECT t.id, t.number, t.area, t.channel, t.category, t.urgency, t.located, t.doubt, t.state, t.round, 0, false,
                t.at, t.at, t.hash, t.version
            FROM unnest(\(rows.map(\.request.id)), \(rows.map(\.request.number.text)), \(rows.map(\.request.area)),
                \(rows.map(\.request.channel.rawValue)), \(rows.map { $0.request.category?.text }),
                \(rows.map(\.request.urgency.rawValue)), \(rows.map(\.request.located)), \(rows.map { $0.doubt?.rawValue }),
                \(rows.map(\.request.state.rawValue)), \(rows.map { Int32($0.request.round) }),
                \(rows.map(\.request.registeredAt)), \(rows.map(\.trackingHash)), \(rows.map(\.request.version)))
                AS t(id, number, area, channel, category, urgency, located, doubt, state, round, at, hash, version)
            """, rows: .exactly(rows.count))
    }

    private static func requesters(_ rows: [NewRequest]) -> Statement {
        Statement(
            """
            INSERT INTO requesters (request_id, area, name, phone, address, phone_index, last_four_index)
            SELECT * FROM unnest(\(rows.map(\.request.id)), \(rows.map(\.request.area)), \(rows.map(\.requester.name)),
                \(rows.map(\.requester.phone)), \(rows.map(\.requester.address)), \(rows.map(\.phoneIndex)),
                \(rows.map(\.lastFourIndex)))
            """, rows: .exactly(rows.count))
    }

    private static func texts(_ rows: [NewRequest]) -> Statement {
        Statement(
            """
            INSERT INTO texts (request_id, area, title, body, place)
            SELECT * FROM unnest(\(rows.map(\.request.id)), \(rows.map(\.request.area)), \(rows.map(\.text.title)),
                \(rows.map(\.text.body)), \(rows.map(\.text.location)))
            """, rows: .exactly(rows.count))
    }

    /// A key made of all that was sent may be there from an earlier day: it then starts again.
    ///
    /// Index: idempotency_keys' primary key.
    static func keep(_ keys: [StoredResponse]) -> Statement {
        Statement(
            """
            INSERT INTO idempotency_keys (owner, key, body_hash, request_id, receipt)
            SELECT * FROM unnest(\(keys.map(\.claim.owner)), \(keys.map(\.claim.key)), \(keys.map(\.claim.bodyHash)),
                \(keys.map(\.request)), \(keys.map(\.receipt)))
            ON CONFLICT (owner, key) DO UPDATE SET body_hash = excluded.body_hash, request_id = excluded.request_id,
                receipt = excluded.receipt, created_at = clock_timestamp()
            """, rows: .exactly(keys.count))
    }

    /// Index: idempotency_keys_by_age.
    static func prune(olderThan age: Duration, limit: Int) -> SQL {
        """
        DELETE FROM idempotency_keys WHERE (owner, key) IN (
            SELECT owner, key FROM idempotency_keys
            WHERE created_at < statement_timestamp() - make_interval(secs => \(Double(age.wholeMilliseconds) / 1_000))
            ORDER BY created_at LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED)
        """
    }
}

/// A new request with all that is written of it.
struct NewRequest {
    let request: ServiceRequest
    let doubt: Placement.Doubt?
    let requester: FieldEncryptor.SealedRequester
    let text: FieldEncryptor.SealedText
    let phoneIndex: [UInt8]?
    let lastFourIndex: [UInt8]?
    let trackingHash: [UInt8]
}

/// A response that is kept for replays.
struct StoredResponse {
    let claim: IdempotencyClaim
    let request: ServiceRequestID
    let receipt: [UInt8]
}
