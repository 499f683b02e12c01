import AssessmentApplication
import AssessmentDomain
import AssessmentInbound
import City
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import AssessmentStorage

@Suite("Plans of Assessment's queries")
struct AssessmentPlanTests {
    static let order = WorkOrderID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 1)
    static let member = MemberID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 2)

    /// What a batch with the event of a reopened order loads, in its order.
    static let page = LedgerPage(
        [.service(.reopened(order)), .memberArea(member, AssessmentHarness.city)], city: AssessmentHarness.city
    ).load

    static let queries: [PlannedQuery] = [
        PlannedQuery("files are locked", "service_files_pkey", query: page[1]),
        PlannedQuery("members are locked", "members_pkey", "service_files_pkey", query: page[3]),
        PlannedQuery(
            "a day of a member", "service_files_by_day", "service_files_pkey", "credits_pkey", query: page[4]),
        PlannedQuery("a balance", "members_pkey", query: LedgerReadStatements.balance(of: member)),
        PlannedQuery(
            "a member's latest postings", "postings_by_member",
            query: LedgerReadStatements.postings(of: member, before: nil, limit: 50)),
        PlannedQuery(
            "a ranking", "entries_by_area", isList: true,
            query: LedgerReadStatements.earnings(
                in: AssessmentHarness.area("330402"), from: CivilDate(daysSinceEpoch: 20_000),
                to: CivilDate(daysSinceEpoch: 20_030))),
        PlannedQuery(
            "satisfaction", "callbacks_by_area", isList: true,
            query: LedgerReadStatements.satisfaction(
                in: AssessmentHarness.area("330402"), by: .district, from: .zero, to: AssessmentHarness.now)),
    ]

    @Test("a query finds its rows by the indexes named beside it")
    func plans() async throws {
        try await AssessmentHarness.with { assessment in
            let faults = try await assessment.pool.planFaults(of: Self.queries)
            #expect(faults == [])
        }
    }

    @Test("no statement of a posting and its reversal reads a table or an index from end to end")
    func life() async throws {
        try await AssessmentHarness.with { assessment in
            let ledger = LedgerStorageTests()
            for batch in [ledger.life(), ledger.reopening()] {
                #expect(try await assessment.handler.handle(batch).allSatisfy { $0 == .applied })
            }
            _ = try await assessment.reader.balance(of: ledger.member, scope: assessment.scope)
            let planned = try await assessment.pool.plannedWalks(sessions: AssessmentHarness.connections)
            #expect(planned.statements > 20)
            #expect(planned.faults == [])
        }
    }
}
