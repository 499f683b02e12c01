import Logging
import Postgres

/// Rows that PostgreSQL read by walking over whole tables: with every query on its index there are none, however many
/// cases are stored.
struct WholeReads: Sendable {
    let database: PostgresConfiguration
    let logger: Logger

    /// Of the tables that grow with the cases, since the server's statistics began.
    ///
    /// Source: PostgreSQL 15, pg_stat_user_tables; a backend reports within a second of its last statement.
    func rows() async throws -> Int {
        let tables = PastLoader.tables
        return try await PostgresPool.with(database, logger: logger) { pool in
            try await pool.query(
                """
                SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables
                WHERE schemaname || '.' || relname = ANY(\(tables))
                """
            ).only(Int.self)
        }
    }
}
