import Kernel
import Messaging
import Postgres
import TestSupport
import Testing
import Wire

@testable import Reliability

@Suite("Plans of the guarantees' queries")
struct ReliabilityPlanTests {
    static let aggregate = Identifier<AggregateTag>(high: 0x019a_0000_0000_7000, low: 1 << 63 | 1)
    static let message = Identifier<MessageTag>(high: 0x019a_0000_0000_7000, low: 1 << 63 | 2)

    static let queries: [PlannedQuery] = [
        PlannedQuery("versions applied", "inbox_versions_pkey", query: InboxStatements.versions(of: [aggregate])),
        PlannedQuery(
            "what waits of an aggregate", "inbox_waiting_aggregate_id_aggregate_version_key",
            query: InboxStatements.waiting(of: [aggregate])),
        PlannedQuery("messages applied", "inbox_default_pkey", query: InboxStatements.applied([message])),
        PlannedQuery(
            "the next version is released", "inbox_waiting_aggregate_id_aggregate_version_key",
            query: InboxStatements.release([.init(aggregate: aggregate, version: 2)]).sql),
        PlannedQuery("a retry is parked", "inbox_waiting_pkey", query: InboxStatements.park([message]).sql),
        PlannedQuery(
            "what waited is settled", "inbox_waiting_pkey", query: InboxStatements.settleWaiting([message]).sql),
        PlannedQuery(
            "attempts are forgotten", "inbox_attempts_pkey", query: InboxStatements.forgetAttempts([message]).sql),
        PlannedQuery(
            "what is due is claimed", "inbox_waiting_due", sorts: true,
            query: InboxStatements.claim(limit: 100, lease: .seconds(30))),
        PlannedQuery(
            "a claim is renewed", "inbox_waiting_pkey",
            query: InboxStatements.begin(message, claim: .zero, lease: .seconds(30))),
        // As PostgresJournal reads a page.
        PlannedQuery(
            "a page of the journal", "journal_default_pkey",
            query: """
                SELECT message_id FROM journal
                WHERE seq > 17 AND NOT pg_visible_in_snapshot(xid, '1:1:'::pg_snapshot) ORDER BY seq LIMIT 1000
                """),
    ]

    @Test("a query finds its rows by the index named beside it")
    func plans() async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 1, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let faults = try await pool.planFaults(of: Self.queries)
                #expect(faults == [])
            }
        }
    }
}
