import City
import Kernel
import Postgres

/// What the schemas held before a run: the run's own effects are what came since.
struct Baseline: Sendable {
    let requests: Set<ServiceRequestID>
    let orders: Int
    let accepted: Int
    let verified: Int
    let posted: Int
    let eventsPublished: Int
    let eventsApplied: Int

    static func take(_ pool: PostgresPool) async throws -> Baseline {
        let requests = try await SchemaCounts.ids("SELECT id FROM intake.requests", pool)
        let orders = try await SchemaCounts.count("SELECT count(*) FROM dispatch.work_orders", pool)
        let accepted = try await SchemaCounts.published("dispatch", "dispatch.workorder.accepted", pool)
        let verified = try await SchemaCounts.published("dispatch", "dispatch.workorder.verified", pool)
        let posted = try await SchemaCounts.published("assessment", "assessment.posting.posted", pool)
        let (published, applied) = try await SchemaCounts.events(pool)
        return Baseline(
            requests: Set(requests), orders: orders, accepted: accepted, verified: verified, posted: posted,
            eventsPublished: published, eventsApplied: applied)
    }
}
