import AssessmentInbound
import City
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IntakeContract
import Kernel
import NIOCore
import ServiceRuntime
import ServiceTestSupport
import Testing
import Wire

@Suite("The assessment over HTTP")
struct AssessmentHTTPTests {
    let member = MemberID(high: 1, low: 1)
    let order = WorkOrderID(high: 2, low: 1)
    let request = ServiceRequestID(high: 3, low: 1)

    func with(_ body: (AssessmentHarness, TestCaller) async throws -> Void) async throws {
        try await AssessmentHarness.with { database in
            let api = try ServiceAPI(
                ServiceDescription(name: "assessment", title: "测试", version: "1.0.0", summary: "For tests."),
                endpoints: AssessmentAPI(reader: database.reader).endpoints, authenticator: TestAuthenticator(),
                clock: ServiceClock(ManualClock(AssessmentHarness.now)), logger: AssessmentHarness.logger)
            _ = try await database.handler.handle(
                SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: AssessmentHarness.now))
            _ = try await database.handler.handle(SampleDeliveries.member(member, home: "330402007001001"))
            try await body(database, TestCaller(api: api))
        }
    }

    static let matrix: [(path: String, allowed: Set<Role>)] = [
        ("/v1/members/\(MemberID(high: 1, low: 1))/account", [.manager, .auditor]),
        ("/v1/members/\(MemberID(high: 1, low: 1))/postings", [.manager, .auditor]),
        ("/v1/rankings", [.unit, .manager, .auditor]), ("/v1/satisfaction", [.unit, .manager, .auditor]),
        ("/v1/ledger/check", [.auditor]),
    ]

    @Test("each route answers its roles and nobody else")
    func roles() async throws {
        try await with { _, caller in
            for (path, allowed) in Self.matrix {
                #expect(try await caller.get(path, as: nil).status == .unauthorized)
                for role in Role.all {
                    let status = try await caller.get(path, as: role).status
                    let isAccount = path.contains("/members/")
                    let expected: HTTPResponse.Status =
                        allowed.contains(role) ? .ok : role == .member && isAccount ? .notFound : .forbidden
                    #expect(status == expected, "\(role) \(path)")
                }
            }
        }
    }

    @Test("a member sees its own account from any area, and nobody else's")
    func ownAccount() async throws {
        try await with { _, caller in
            let answer = try await caller.get(
                "/v1/members/\(member)/account", as: .member, area: "330499", actor: member.retagged())
            #expect(answer.status == .ok)
            #expect(
                answer.text
                    == #"{"member_id":"\#(member)","points":5850,"quarter_hours":10,"stars":0}"#)
            let other = try await caller.get("/v1/members/\(member)/account", as: .member, area: "3304")
            #expect(other.status == .notFound)
        }
    }

    @Test("a manager of another district gets what he would get for nobody")
    func otherDistrict() async throws {
        try await with { _, caller in
            for path in ["/v1/members/\(member)/account", "/v1/members/\(MemberID(high: 9, low: 9))/account"] {
                let answer = try await caller.get(path, as: .manager, area: "330411")
                #expect(answer.status == .notFound)
            }
            #expect(try await caller.get("/v1/rankings?area=330402", as: .manager, area: "330411").status == .notFound)
            let ranking = try await caller.get("/v1/rankings", as: .manager, area: "330411")
            #expect(try ranking.object().array("items", max: 10) { $0 }.isEmpty)
        }
    }

    @Test("the ranking shows its first rows and the digest of the whole")
    func ranking() async throws {
        try await with { _, caller in
            let ranking = try await caller.get("/v1/rankings?area=3304&limit=1", as: .auditor).object()
            #expect(try ranking.integer("count") == 1)
            #expect(try ranking.string("digest").count == 16)
            let first = try #require(try ranking.array("items", max: 1) { $0 }.first)
            #expect(try first.integer("rank") == 1)
            #expect(try first.identifier("member_id") == member)
            #expect(try first.integer("points") == 5850)
        }
    }

    @Test("every row of a ranking can be read, page by page, each with its rank in the whole list")
    func rankingPages() async throws {
        try await with { database, caller in
            for number in 2...5 {
                _ = try await database.handler.handle(
                    SampleDeliveries.workOrder(
                        WorkOrderID(high: 2, low: UInt64(number)),
                        request: ServiceRequestID(high: 3, low: UInt64(number)),
                        member: MemberID(high: 1, low: UInt64(number)), submittedAt: AssessmentHarness.now))
            }
            var path = "/v1/rankings?limit=2"
            var ranks: [Int64] = []
            var members: Set<MemberID> = []
            var sizes: [Int] = []
            while true {
                let page = try await caller.get(path, as: .auditor).object()
                let rows = try page.array("items", max: 2) { $0 }
                ranks += try rows.map { try $0.integer("rank") }
                members.formUnion(try rows.map { try $0.identifier("member_id") })
                sizes.append(rows.count)
                #expect(try page.integer("count") == 5)
                guard let next = try page.optionalString("next_cursor") else { break }
                path = "/v1/rankings?limit=2&cursor=\(next)"
            }
            #expect(ranks == [1, 2, 3, 4, 5])
            #expect(members.count == 5)
            #expect(sizes == [2, 2, 1])
        }
    }

    @Test(
        "an end of a period that is not given follows the one that is",
        arguments: [
            ("to=2000-01-01", "2000-01-01", "2000-01-01"), ("to=2000-08-15", "2000-07-01", "2000-08-15"),
            ("to=2400-01-31", "2400-01-01", "2400-01-31"), ("from=2000-01-01", "2000-01-01", "2005-01-04"),
            ("from=2400-03-01", "2400-03-01", "2400-03-01"),
        ])
    func halfGivenPeriods(query: String, from: String, to: String) async throws {
        try await with { _, caller in
            for route in ["rankings", "satisfaction"] {
                let answer = try await caller.get("/v1/\(route)?\(query)", as: .auditor)
                #expect(answer.status == .ok)
                #expect(try answer.object().string("from") == from)
                #expect(try answer.object().string("to") == to)
            }
        }
    }

    @Test("postings come latest first and page by page")
    func postings() async throws {
        try await with { database, caller in
            _ = try await database.handler.handle(
                SampleDeliveries.request(request, order: order, answer: .dissatisfied))
            let path = "/v1/members/\(member)/postings?limit=1"
            let first = try await caller.get(path, as: .auditor).object()
            let latest = try #require(try first.array("items", max: 1) { $0 }.first)
            #expect(try latest.string("kind") == "reversal")
            let second = try await caller.get(path + "&cursor=\(try first.string("next_cursor"))", as: .auditor)
                .object()
            let earlier = try #require(try second.array("items", max: 1) { $0 }.first)
            #expect(try earlier.string("kind") == "service")
            #expect(try latest.string("reverses") == earlier.string("id"))
            #expect(try second.optionalString("next_cursor") == nil)
        }
    }

    @Test(
        "bad queries are refused",
        arguments: [
            ("/v1/rankings?from=2026-02-30", 422), ("/v1/rankings?from=9998-01-01&to=9999-12-31", 422),
            ("/v1/rankings?from=2026-12-31&to=2026-01-01", 422),
            ("/v1/rankings?from=1900-01-01&to=2026-01-01", 422), ("/v1/rankings?limit=0", 400),
            ("/v1/rankings?limit=1000000000", 400), ("/v1/rankings?sort=points", 400), ("/v1/rankings?area=x", 400),
            ("/v1/rankings?area=3304&area=330402", 400), ("/v1/satisfaction?level=planet", 400),
            ("/v1/satisfaction?area=330402&level=city", 404), ("/v1/members/x/account", 404),
            ("/v1/members/\(MemberID(high: 1, low: 1))/postings?cursor=zzz", 400),
        ])
    func badQueries(path: String, status: Int) async throws {
        try await with { _, caller in
            let answer = try await caller.get(path, as: .auditor)
            #expect(answer.status.code == status)
            #expect(answer.type == "application/problem+json")
        }
    }

    @Test("the auditor's check says that the books balance")
    func check() async throws {
        try await with { _, caller in
            let check = try await caller.get("/v1/ledger/check", as: .auditor).object()
            #expect(try check.bool("balanced"))
            #expect(try check.integer("postings") == 1)
            #expect(try check.integer("lines") == 4)
            #expect(try check.integer("points_sum") == 0)
            #expect(try check.integer("accounts_off") == 0)
        }
    }
}
