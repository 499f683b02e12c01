import City
import Kernel
import Postgres
import SuiteControl

/// Counts over the contexts' schemas, in SQL of the demo's own.
enum SchemaCounts {
    /// Events that the relays are past, and events that consumers have applied, since the schemas were made.
    static func events(_ pool: PostgresPool) async throws -> (published: Int, applied: Int) {
        var (published, applied) = (0, 0)
        for context in CityContext.names {
            published += try await count(
                """
                SELECT count(*) FROM \(unescaped: context).journal AS event, \(unescaped: context).journal_cursor AS cursor
                WHERE cursor.name = 'minqing.events' AND pg_visible_in_snapshot(event.xid, cursor.seen)
                """, pool)
            applied += try await count(
                "SELECT count(*) FROM \(unescaped: context).inbox WHERE aggregate_id IS NOT NULL", pool)
        }
        return (published, applied)
    }

    /// Events that a relay is not past yet, over all contexts.
    static func unpublished(_ pool: PostgresPool) async throws -> Int {
        var sum = 0
        for context in CityContext.names {
            sum += try await count(
                """
                SELECT count(*) FROM \(unescaped: context).journal AS event, \(unescaped: context).journal_cursor AS cursor
                WHERE cursor.name = 'minqing.events' AND event.seq > cursor.floor
                      AND NOT pg_visible_in_snapshot(event.xid, cursor.seen)
                """, pool)
        }
        return sum
    }

    /// How many events of a type a context has published or is to publish.
    static func published(_ context: String, _ type: String, _ pool: PostgresPool) async throws -> Int {
        try await count("SELECT count(*) FROM \(unescaped: context).journal WHERE type = \(type)", pool)
    }

    static func count(_ question: SQL, _ pool: PostgresPool) async throws -> Int {
        Int(try await pool.query(question).only(Int64.self))
    }

    static func ids(_ question: SQL, _ pool: PostgresPool) async throws -> [ServiceRequestID] {
        try await pool.query(question).map { try $0.decode(at: 0) }
    }
}
