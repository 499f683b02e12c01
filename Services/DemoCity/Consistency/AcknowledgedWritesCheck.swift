import City
import Kernel
import Postgres

// What was acknowledged to clients, compared with what is stored. The tables that a decision is written to are read, and
// rows are distinguished by request, order and offer: each has to be there, and once.

extension ConsistencyReport {
    mutating func compare(_ writes: AcknowledgedWrites, _ pool: PostgresPool) async throws {
        try await compareAcceptances(Array(writes.accepted), pool)
        try await compareResults(writes, pool)
        try await compareCallbacks(writes, pool)
        try await compareRatings(writes, pool)
    }

    /// Index: the offers' primary key, the journal's (aggregate_id, aggregate_version).
    private mutating func compareAcceptances(_ offers: [OfferID], _ pool: PostgresPool) async throws {
        let stored = try await times(
            """
            SELECT acknowledged.id, count(log.seq) FROM unnest(\(offers)) AS acknowledged (id)
            LEFT JOIN dispatch.offers AS offer ON offer.id = acknowledged.id AND offer.state = 'accepted'
            LEFT JOIN dispatch.journal AS log
                ON log.aggregate_id = offer.work_order_id AND log.actor = offer.member_id AND log.action = 'accept'
                AND log.type = 'dispatch.workorder.accepted'
            GROUP BY acknowledged.id
            """, pool)
        note(stored.count { $0.times == 0 }, "acceptances acknowledged to a member are not stored", lost: true)
        note(
            stored.count { $0.times > 1 }, "acceptances acknowledged to a member are stored more than once", lost: false
        )
    }

    /// A result may be reported again after each rework, and passes once.
    ///
    /// Index: the journal's (aggregate_id, aggregate_version).
    private mutating func compareResults(_ writes: AcknowledgedWrites, _ pool: PostgresPool) async throws {
        let submitted = try await pool.query(
            """
            SELECT count(log.seq), coalesce(max((o.document->>'reworks')::int), 0)
            FROM unnest(\(Array(writes.submitted))) AS acknowledged (id)
            LEFT JOIN dispatch.work_orders AS o ON o.id = acknowledged.id
            LEFT JOIN dispatch.journal AS log
                ON log.aggregate_id = acknowledged.id AND log.action = 'submit'
                AND log.type = 'dispatch.workorder.submitted'
            GROUP BY acknowledged.id
            """
        ).map { row in
            (times: try row.decode(Int64.self, at: 0), reworks: Int64(try row.decode(Int32.self, at: 1)))
        }
        note(submitted.count { $0.times == 0 }, "results acknowledged as reported are not stored", lost: true)
        note(submitted.count { $0.times > $0.reworks + 1 }, "results are stored more often than reported", lost: false)
        let verified = try await times(
            """
            SELECT acknowledged.id, count(log.seq) FROM unnest(\(Array(writes.verified))) AS acknowledged (id)
            LEFT JOIN dispatch.journal AS log
                ON log.aggregate_id = acknowledged.id AND log.action = 'verify'
                AND log.type = 'dispatch.workorder.verified'
            GROUP BY acknowledged.id
            """, pool)
        note(verified.count { $0.times == 0 }, "results acknowledged as passed are not stored", lost: true)
        note(verified.count { $0.times > 1 }, "results have passed more than once", lost: false)
    }

    /// A requester is reached once per round; an unanswered call whose answer was lost may have been made again.
    ///
    /// Index: the journal's (aggregate_id, aggregate_version).
    private mutating func compareCallbacks(_ writes: AcknowledgedWrites, _ pool: PostgresPool) async throws {
        let rounds = Array(writes.reached.union(writes.unreachable.keys))
        let stored = try await pool.query(
            """
            SELECT acknowledged.ordinal, count(call.reason) FILTER (WHERE call.reason NOT LIKE 'unreachable%'),
                   count(call.reason) FILTER (WHERE call.reason LIKE 'unreachable%')
            FROM unnest(\(rounds.map(\.request)), \(rounds.map { Int32($0.round) })) WITH ORDINALITY
                 AS acknowledged (request, round, ordinal)
            LEFT JOIN (
                SELECT aggregate_id, reason, (convert_from(body, 'UTF8')::jsonb->>'round')::int AS round
                FROM intake.journal
                WHERE type = 'intake.request.called_back' AND aggregate_id = ANY(\(rounds.map(\.request)))
            ) AS call ON call.aggregate_id = acknowledged.request AND call.round = acknowledged.round
            GROUP BY acknowledged.ordinal
            """
        ).map { row in try row.decode(Int64.self, Int64.self, Int64.self) }
        for (ordinal, reached, unanswered) in stored {
            let round = rounds[Int(ordinal) - 1]
            if writes.reached.contains(round), reached == 0 {
                note(1, "acknowledged callbacks are not stored", lost: true)
            }
            if reached > 1 { note(1, "callbacks are stored more than once in a round", lost: false) }
            note(
                max(0, (writes.unreachable[round] ?? 0) - Int(unanswered)),
                "acknowledged unanswered calls are not stored",
                lost: true)
        }
    }

    /// Index: the requests' primary key, the journal's (aggregate_id, aggregate_version).
    private mutating func compareRatings(_ writes: AcknowledgedWrites, _ pool: PostgresPool) async throws {
        let rated = Array(writes.rated)
        let stored = try await pool.query(
            """
            SELECT count(*) FILTER (WHERE request.stars IS DISTINCT FROM acknowledged.stars OR log.times = 0),
                   count(*) FILTER (WHERE log.times > 1)
            FROM unnest(\(rated.map(\.key)), \(rated.map { Int32($0.value) })) AS acknowledged (id, stars)
            LEFT JOIN intake.requests AS request ON request.id = acknowledged.id,
            LATERAL (SELECT count(*) AS times FROM intake.journal
                     WHERE aggregate_id = acknowledged.id AND type = 'intake.request.rated') AS log
            """
        ).map { row in try row.decode(Int64.self, Int64.self) }
        for (lost, twice) in stored {
            note(Int(lost), "ratings acknowledged to a resident are not stored as given", lost: true)
            note(Int(twice), "ratings are stored more than once", lost: false)
        }
    }

    private func times(_ question: SQL, _ pool: PostgresPool) async throws -> [(id: Identifier<Never>, times: Int64)] {
        try await pool.query(question).map { row in
            (id: try row.decode(at: 0), times: try row.decode(Int64.self, at: 1))
        }
    }
}
