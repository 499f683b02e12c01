import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import TestSupport
import Testing

@testable import RegistryStorage

@Suite("Plans of Registry's queries")
struct RegistryPlanTests {
    static let member = MemberID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 2)
    static let city = CSVFileTests.city.area

    static let queries: [PlannedQuery] = [
        PlannedQuery("members are locked", "members_pkey", query: MemberStatements.lock([member])),
        PlannedQuery("a member is read", "members_pkey", query: MemberStatements.one(member)),
        PlannedQuery("identifiers that are taken", "member_identifiers_pkey", query: MemberStatements.taken([member])),
        PlannedQuery("areas that are known", "areas_pkey", query: MemberStatements.areas([city])),
        PlannedQuery("members of an area", "members_by_area", query: MemberStatements.page(MemberQuery(area: city))),
        PlannedQuery(
            "the next members of an area", "members_by_area",
            query: MemberStatements.page(MemberQuery(area: city, after: MemberCursor(area: city, id: member)))),
        PlannedQuery(
            "duties that are over", "members_on_duty",
            query: MemberStatements.overdue(endedBefore: MemberTests.now, limit: 100)),
        PlannedQuery("areas are locked", "areas_pkey", query: AreaStatements.lock([city])),
        PlannedQuery(
            "areas within an area", "areas_by_level",
            query: AreaStatements.children(of: city, level: .district, after: nil, limit: 50)),
    ]

    @Test("a query finds its rows by the index named beside it")
    func plans() async throws {
        try await RegistryDatabase.with { registry in
            for (query, plan) in zip(Self.queries, try await registry.pool.plans(of: Self.queries)) {
                for index in query.indexes { #expect(plan.contains("using \(index) "), "\(query.name): \(plan)") }
                #expect(!plan.contains("Seq Scan"), "\(query.name): \(plan)")
            }
        }
    }
}
