import Postgres

/// What is not done yet: events that were told and that a consumer has not applied, over all consumers.
struct Backlog: Sendable {
    let suite: Suite.Measured

    /// Each event counts once for each service that takes it.
    ///
    /// Why counted in the tables: it takes a fraction of a second, and `rabbitmqctl` takes several.
    /// Index: none; the journals and inboxes of a run are counted whole.
    private static let question: SQL = """
        WITH told AS (
            SELECT (SELECT count(*) FROM intake.journal) AS request, (SELECT count(*) FROM dispatch.journal) AS workorder,
                   (SELECT count(*) FROM registry.journal WHERE type ^@ 'registry.area.') AS area,
                   (SELECT count(*) FROM registry.journal WHERE type ^@ 'registry.member.') AS member
        )
        SELECT (workorder + area - (SELECT count(*) FROM intake.inbox))
             + (request + area + member - (SELECT count(*) FROM dispatch.inbox))
             + (request + workorder + member - (SELECT count(*) FROM assessment.inbox))
        FROM told
        """

    /// Waits until nothing is left.
    ///
    /// - Returns: how long it took, in seconds.
    func drained(within limit: Duration) async throws -> Double {
        let start = ContinuousClock.now
        return try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            while true {
                let (left, took) = try await Wall.time { try await pool.query(Self.question).only(Int64.self) }
                if left <= 0 { return (ContinuousClock.now - start).inSeconds }
                guard ContinuousClock.now - start < limit else {
                    throw BenchmarkFault("\(left) deliveries are left after \(limit)")
                }
                // The counting takes a tenth of the time, and more only where the end would be seen too late.
                try await Task.sleep(for: .milliseconds(min(2000, max(50, Int64(took * 9000)))))
            }
        }
    }

    func count() async throws -> Int {
        try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            Int(try await pool.query(Self.question).only(Int64.self))
        }
    }
}
