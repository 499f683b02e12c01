import Postgres

/// What is not done yet: events that were published and that a consumer has not applied, over all consumers.
struct Backlog: Sendable {
    let suite: Suite.Measured

    /// Each event counts once for each service that takes it.
    ///
    /// Why counted in the tables: it takes a fraction of a second, and `rabbitmqctl` takes several.
    /// Index: none; the journals and inboxes of a run are counted whole.
    private static let statement: SQL = """
        WITH published AS (
            SELECT (SELECT count(*) FROM intake.journal) AS request, (SELECT count(*) FROM dispatch.journal) AS workorder,
                   (SELECT count(*) FROM registry.journal WHERE type ^@ 'registry.area.') AS area,
                   (SELECT count(*) FROM registry.journal WHERE type ^@ 'registry.member.') AS member
        )
        SELECT (workorder + area - (SELECT count(*) FROM intake.inbox))
             + (request + area + member - (SELECT count(*) FROM dispatch.inbox))
             + (request + workorder + member - (SELECT count(*) FROM assessment.inbox))
        FROM published
        """

    /// Waits until nothing is left.
    ///
    /// - Returns: how long it took, in seconds.
    func drained(within limit: Duration) async throws -> Double {
        let start = ContinuousClock.now
        return try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            var left: Int64 = 0
            try await eventually(
                within: limit, every: .milliseconds(50), takingAtMost: 0.1,
                otherwise: "\(left) deliveries are left after \(limit)"
            ) {
                left = try await pool.query(Self.statement).only(Int64.self)
                return left <= 0
            }
            return (ContinuousClock.now - start).inSeconds
        }
    }

    func count() async throws -> Int {
        try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            Int(try await pool.query(Self.statement).only(Int64.self))
        }
    }
}
