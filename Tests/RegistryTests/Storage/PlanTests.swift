import City
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
    static let scope = CSVFileTests.city
    static let city = scope.area

    static let queries: [PlannedQuery] = [
        PlannedQuery("members are locked", "members_pkey", query: MemberStatements.lock([member])),
        PlannedQuery("a member is read", "members_pkey", query: MemberStatements.one(member)),
        PlannedQuery("identifiers that are taken", "member_identifiers_pkey", query: MemberStatements.taken([member])),
        PlannedQuery("areas that are known", "areas_pkey", query: MemberStatements.areas([city])),
        PlannedQuery(
            "members of an area", "members_by_area", isList: true, query: MemberStatements.page(MemberQuery(area: city))
        ),
        PlannedQuery(
            "the next members of an area", "members_by_area", isList: true,
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
        try await RegistryHarness.with { registry in
            let faults = try await registry.pool.planFaults(of: Self.queries)
            #expect(faults == [])
        }
    }

    @Test("no statement of an import and of a member's day reads a table or an index from end to end")
    func life() async throws {
        try await RegistryHarness.with { registry in
            try await registry.loadCity()
            for _ in 1...2 { _ = try await registry.importMembers(ImportTests.members) }
            let change = ChangeMember(store: registry.members)
            let id = RegistryIdentifiers.member(try #require(MemberNumber("D-001")))
            for command in [.checkIn(MemberTests.grid), .changeAvailability(.busy)] as [MemberCommand] {
                _ = try await change(command, of: id, scope: Self.scope, now: MemberTests.now)
            }
            _ = try await registry.members.member(id, scope: Self.scope)
            let planned = try await registry.pool.plannedWalks(sessions: RegistryHarness.connections)
            #expect(planned.statements > 12)
            #expect(planned.faults == [])
        }
    }
}
