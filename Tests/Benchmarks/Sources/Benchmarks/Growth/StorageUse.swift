import Logging
import Postgres

/// What PostgreSQL has read and written for a database so far: figures that no other program on the machine disturbs.
struct StorageUse: Sendable {
    /// Rows read by walking over whole tables that grow with the cases: with every query on its index there are none.
    let wholeReads: Double
    /// Pages looked at, in the shared buffers or not.
    let pages: Double
    /// Of these, pages that had to be fetched into the shared buffers.
    let fetched: Double
    /// Units: bytes of the write-ahead log, of the whole server.
    let logged: Double

    /// Since the server's statistics began.
    ///
    /// Source: PostgreSQL 15, pg_stat_user_tables and pg_stat_database; a backend reports within a second of its last
    /// statement.
    static func now(_ database: PostgresConfiguration, logger: Logger) async throws -> StorageUse {
        let tables = PastLoader.tables
        return try await PostgresPool.withPool(configuration: database, size: 1, logger: logger) { pool in
            let row = try await pool.query(
                """
                SELECT (SELECT coalesce(sum(seq_tup_read), 0)::float8 FROM pg_stat_user_tables
                        WHERE schemaname || '.' || relname = ANY(\(tables))),
                       (blks_hit + blks_read)::float8, blks_read::float8,
                       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8
                FROM pg_stat_database WHERE datname = current_database()
                """)
            guard let row = row.first else { throw BenchmarkFault("the server keeps no statistics") }
            let (rows, pages, fetched, logged) = try row.decode(Double.self, Double.self, Double.self, Double.self)
            return StorageUse(wholeReads: rows, pages: pages, fetched: fetched, logged: logged)
        }
    }

    static func - (later: StorageUse, earlier: StorageUse) -> StorageUse {
        StorageUse(
            wholeReads: later.wholeReads - earlier.wholeReads, pages: later.pages - earlier.pages,
            fetched: later.fetched - earlier.fetched, logged: later.logged - earlier.logged)
    }
}
