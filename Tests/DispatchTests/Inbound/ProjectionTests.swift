import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import IntakeContract
import Kernel
import Messaging
import Postgres
import RegistryContract
import Testing
import Wire

@Suite("The projection of members and areas")
struct ProjectionTests {
    @Test("a member's events build the candidate, one field each")
    func member() async throws {
        try await DispatchHarness.with { harness in
            let subject = id(1, MemberTag.self)
            let events = [
                harness.delivery(
                    MemberRegistered(area: grid, skills: ["legal-adviser"]), of: subject, version: 1, area: grid),
                harness.delivery(MemberCheckedIn(area: neighbourGrid), of: subject, version: 2, area: neighbourGrid),
                harness.delivery(
                    MemberSkillsChanged(skills: ["care", "legal-adviser"]), of: subject, version: 3, area: grid),
                harness.delivery(MemberAvailabilityChanged(availability: .busy), of: subject, version: 4, area: grid),
                harness.delivery(
                    DutyStarted(area: grid, until: wednesdayNine + minutes(240)), of: subject, version: 5, area: grid),
                harness.delivery(DutyEnded(quarterHours: 4), of: subject, version: 6, area: grid),
            ]
            #expect(try await harness.members.handle(events) == Array(repeating: .applied, count: 6))
            try await harness.store.refreshCandidates(scope: everywhere)
            #expect(harness.candidates.count == 1)
            #expect(try await harness.value("SELECT area FROM dispatch.candidates") == neighbourGrid.text)
            #expect(try await harness.value("SELECT skills[1] FROM dispatch.candidates") == "care")
            #expect(try await harness.value("SELECT availability FROM dispatch.candidates") == "busy")
            #expect(try await harness.value("SELECT duty_ends_at FROM dispatch.candidates") == wednesdayNine)
            #expect(try await harness.value("SELECT is_checked_in FROM dispatch.candidates") == true)
        }
    }

    @Test("an area's centre is taken from its boundary and makes the nearer member the better one")
    func area() async throws {
        try await DispatchHarness.with { harness in
            func square(_ latitude: Double, _ longitude: Double) throws -> [Position] {
                try [(0, 0), (0, 0.002), (0.002, 0.002), (0.002, 0)].map { step in
                    Position(try #require(GeoPoint(latitude: latitude + step.0, longitude: longitude + step.1)))
                }
            }
            let near = DispatchTests.area("330402001001003")
            let far = DispatchTests.area("330402001001004")
            let areas: [(AreaCode, Double)] = [(grid, 30.75), (near, 30.753), (far, 30.79)]
            for (index, entry) in areas.enumerated() {
                let message = AreaDefined(code: entry.0, name: "网格", boundary: try square(entry.1, 120.75))
                #expect(
                    try await harness.areas.handle([
                        harness.delivery(
                            message, of: id(UInt64(500 + index), AreaTestTag.self), version: 1, area: entry.0)
                    ]) == [.applied])
            }
            try await harness.enrol(1...1, in: far)
            try await harness.enrol(2...2, in: near)
            let order = try await harness.accept(request: 1)
            let offers = try #require(try await harness.stored(order)).openOffers
            #expect(offers.map(\.member) == [id(2), id(1)])
            // 334 m and 4448 m between the centres.
            #expect(offers.map(\.score.nearness) == [Nearness.perMille(metres: 333), Nearness.perMille(metres: 4_447)])
        }
    }

    @Test("an area without a shape, and one of two corners, are taken and change nothing")
    func shapeless() async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            let message = AreaDefined(code: DispatchTests.area("330402001001"), name: "社区", boundary: [])
            #expect(
                try await harness.areas.handle([
                    harness.delivery(message, of: id(1, AreaTestTag.self), version: 1, area: grid)
                ]) == [.applied])
            #expect(try await harness.value("SELECT count(*) FROM dispatch.areas") == Int64(0))
        }
    }

    @Test("a process that starts late, or was away, knows what the others know")
    func late() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...10)
            let twin = harness.twin()
            try await twin.store.refreshCandidates(scope: everywhere)
            #expect(twin.candidates.count == 10)
            // What one process counts, another one sees at its next refresh.
            let order = try await harness.accept(request: 1)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            _ = try await harness.perform(.accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member))
            _ = try await twin.store.change(.due([]), scope: everywhere) { _, pool in
                #expect(pool[offer.member]?.openOrders == 1)
                return []
            }
        }
    }

    @Test("a change under way while another process refreshes is not missed")
    func overlap() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...2)
            try await harness.pool.withTransaction { transaction in
                // This transaction's number is lower than those that are committed before the other one refreshes.
                try await transaction.execute(
                    """
                    UPDATE candidates SET open_orders = 2, revision = revision + 1, changed = pg_current_xact_id()
                    WHERE member_id = \(id(1, MemberTag.self))
                    """)
                try await harness.enrol(3...3)
                try await harness.store.refreshCandidates(scope: everywhere)
                #expect(harness.candidates.count == 3)
            }
            _ = try await harness.store.change(.due([]), scope: everywhere) { _, pool in
                #expect(pool[id(1)]?.openOrders == 2)
                return []
            }
        }
    }
}

enum AreaTestTag {}
