import Logging
import Postgres

/// Indexes whose order is not that of time: any page of them may be needed at any moment, so that a server which has run
/// for a day has them in memory, and one that has just been started does not.
enum WarmIndexes {
    static let names = ["intake.requests_by_tracking", "intake.requesters_by_phone"]

    /// Reads them into the shared buffers.
    ///
    /// Source: PostgreSQL 15, F.32 "pg_prewarm".
    static func read(_ database: PostgresConfiguration, logger: Logger) async throws {
        try await PostgresPool.withPool(configuration: database, size: 1, logger: logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
                for name in names { _ = try await connection.query("SELECT pg_prewarm(\(name)::regclass)") }
            }
        }
    }
}
