import Kernel
import Postgres

/// What the schemas held before a run; its own doings are what came since.
struct Baseline: Sendable {
    let requests: Set<ServiceRequestID>
    let orders: Int
    let accepted: Int
    let verified: Int
    let posted: Int
    let eventsPublished: Int
    let eventsApplied: Int

    static func take(_ pool: PostgresPool) async throws -> Baseline {
        let counter = Reckoning()
        let requests = try await Reckoning.ids("SELECT id FROM intake.requests", pool)
        let orders = try await counter.count("SELECT count(*) FROM dispatch.work_orders", pool)
        let accepted = try await counter.told("dispatch", "dispatch.workorder.accepted", pool)
        let verified = try await counter.told("dispatch", "dispatch.workorder.verified", pool)
        let posted = try await counter.told("assessment", "assessment.posting.posted", pool)
        let (published, applied) = try await events(pool)
        return Baseline(
            requests: Set(requests), orders: orders, accepted: accepted, verified: verified, posted: posted,
            eventsPublished: published, eventsApplied: applied)
    }

    /// Events that the relays are past, and events that consumers have applied, since the schemas were made.
    static func events(_ pool: PostgresPool) async throws -> (published: Int, applied: Int) {
        var (published, applied) = (0, 0)
        let counter = Reckoning()
        for context in ContextServices.names {
            published += try await counter.count(
                """
                SELECT count(*) FROM \(unescaped: context).outbox AS event, \(unescaped: context).outbox_cursor AS cursor
                WHERE cursor.name = 'minqing.events' AND pg_visible_in_snapshot(event.xid, cursor.seen)
                """, pool)
            applied += try await counter.count(
                "SELECT count(*) FROM \(unescaped: context).inbox WHERE aggregate_id IS NOT NULL", pool)
        }
        return (published, applied)
    }

    /// Events that a relay is not past yet, over all contexts.
    static func unpublished(_ pool: PostgresPool) async throws -> Int {
        var count = 0
        for context in ContextServices.names {
            count += try await Reckoning().count(
                """
                SELECT count(*) FROM \(unescaped: context).outbox AS event, \(unescaped: context).outbox_cursor AS cursor
                WHERE cursor.name = 'minqing.events' AND event.seq > cursor.floor
                      AND NOT pg_visible_in_snapshot(event.xid, cursor.seen)
                """, pool)
        }
        return count
    }
}
