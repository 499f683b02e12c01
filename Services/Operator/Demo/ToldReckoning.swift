import Kernel
import Postgres

// What clients were told is done, against what is stored. The tables that a decision is written to are asked, and the
// rows are told apart by request, order and offer: each of them is there, and once.

extension Reckoning {
    mutating func hold(_ told: Told, _ pool: PostgresPool) async throws {
        try await holdAcceptances(Array(told.accepted), pool)
        try await holdResults(told, pool)
        try await holdCallbacks(told, pool)
        try await holdRatings(told, pool)
    }

    /// Index: the offers' primary key, work_order_log_of_order.
    private mutating func holdAcceptances(_ offers: [OfferID], _ pool: PostgresPool) async throws {
        let stored = try await times(
            """
            SELECT told.id, count(log.seq) FROM unnest(\(offers)) AS told (id)
            LEFT JOIN dispatch.offers AS offer ON offer.id = told.id AND offer.state = 'accepted'
            LEFT JOIN dispatch.work_order_log AS log
                ON log.work_order_id = offer.work_order_id AND log.actor = offer.member_id AND log.action = 'accept'
                AND 'dispatch.workorder.accepted' = ANY(log.events)
            GROUP BY told.id
            """, pool)
        note(stored.count { $0.times == 0 }, "acceptances told to a member are not stored", lost: true)
        note(stored.count { $0.times > 1 }, "acceptances told to a member are stored more than once", lost: false)
    }

    /// A result may be reported again after each rework, and passes once.
    ///
    /// Index: work_order_log_of_order.
    private mutating func holdResults(_ told: Told, _ pool: PostgresPool) async throws {
        let submitted = try await pool.query(
            """
            SELECT count(log.seq), coalesce(max(o.reworks), 0)
            FROM unnest(\(Array(told.submitted))) AS told (id)
            LEFT JOIN dispatch.work_orders AS o ON o.id = told.id
            LEFT JOIN dispatch.work_order_log AS log
                ON log.work_order_id = told.id AND log.action = 'submit'
                AND 'dispatch.workorder.submitted' = ANY(log.events)
            GROUP BY told.id
            """
        ).map { row in
            (times: try row.decode(Int64.self, at: 0), reworks: Int64(try row.decode(Int32.self, at: 1)))
        }
        note(submitted.count { $0.times == 0 }, "results told to be reported are not stored", lost: true)
        note(submitted.count { $0.times > $0.reworks + 1 }, "results are stored more often than reported", lost: false)
        let verified = try await times(
            """
            SELECT told.id, count(log.seq) FROM unnest(\(Array(told.verified))) AS told (id)
            LEFT JOIN dispatch.work_order_log AS log
                ON log.work_order_id = told.id AND log.action = 'verify'
                AND 'dispatch.workorder.verified' = ANY(log.events)
            GROUP BY told.id
            """, pool)
        note(verified.count { $0.times == 0 }, "results told to have passed are not stored", lost: true)
        note(verified.count { $0.times > 1 }, "results have passed more than once", lost: false)
    }

    /// A requester is reached once a round; an unanswered call whose answer was lost may have been made again.
    ///
    /// Index: request_log's primary key; the outbox tells the round of a row.
    private mutating func holdCallbacks(_ told: Told, _ pool: PostgresPool) async throws {
        let rounds = Array(told.reached.union(told.unreachable.keys))
        let stored = try await pool.query(
            """
            SELECT told.place, count(call.reason) FILTER (WHERE call.reason NOT LIKE 'unreachable%'),
                   count(call.reason) FILTER (WHERE call.reason LIKE 'unreachable%')
            FROM unnest(\(rounds.map(\.request)), \(rounds.map { Int32($0.round) })) WITH ORDINALITY
                 AS told (request, round, place)
            LEFT JOIN (
                SELECT log.request_id, log.reason, (convert_from(event.body, 'UTF8')::jsonb->>'round')::int AS round
                FROM intake.request_log AS log
                JOIN intake.outbox AS event
                    ON event.aggregate_id = log.request_id AND event.aggregate_version = log.version
                WHERE log.event = 'called_back' AND log.request_id = ANY(\(rounds.map(\.request)))
            ) AS call ON call.request_id = told.request AND call.round = told.round
            GROUP BY told.place
            """
        ).map { row in try row.decode(Int64.self, Int64.self, Int64.self) }
        for (place, reached, unanswered) in stored {
            let round = rounds[Int(place) - 1]
            if told.reached.contains(round), reached == 0 { note(1, "callbacks told are not stored", lost: true) }
            if reached > 1 { note(1, "callbacks are stored more than once in a round", lost: false) }
            note(
                max(0, (told.unreachable[round] ?? 0) - Int(unanswered)), "unanswered calls told are not stored",
                lost: true)
        }
    }

    /// Index: the requests' and request_log's primary keys.
    private mutating func holdRatings(_ told: Told, _ pool: PostgresPool) async throws {
        let rated = Array(told.rated)
        let stored = try await pool.query(
            """
            SELECT count(*) FILTER (WHERE request.stars IS DISTINCT FROM told.stars OR log.times = 0),
                   count(*) FILTER (WHERE log.times > 1)
            FROM unnest(\(rated.map(\.key)), \(rated.map { Int32($0.value) })) AS told (id, stars)
            LEFT JOIN intake.requests AS request ON request.id = told.id,
            LATERAL (SELECT count(*) AS times FROM intake.request_log
                     WHERE request_id = told.id AND event = 'rated') AS log
            """
        ).map { row in try row.decode(Int64.self, Int64.self) }
        for (lost, twice) in stored {
            note(Int(lost), "ratings told to a resident are not stored as given", lost: true)
            note(Int(twice), "ratings are stored more than once", lost: false)
        }
    }

    private func times(_ question: SQL, _ pool: PostgresPool) async throws -> [(id: Identifier<Never>, times: Int64)] {
        try await pool.query(question).map { row in
            (id: try row.decode(at: 0), times: try row.decode(Int64.self, at: 1))
        }
    }
}
