import City
import HTTPTypes
import Kernel
import Logging
import RegistryApplication
import RegistryDomain
import ServiceRuntime
import ServiceTestSupport
import Synchronization
import Testing
import Wire

@testable import RegistryInbound

@Suite("The registry over HTTP")
struct RegistryHTTPTests {
    let registry = MemoryRegistry()

    func caller() throws -> TestCaller {
        TestCaller(
            api: try ServiceAPI(
                ServiceDescription(name: "registry", title: "测试", version: "1.0.0", summary: "For tests."),
                endpoints: RegistryAPI(
                    areas: registry, organisations: registry, members: registry, sealer: PlainSealer()
                ).endpoints, authenticator: TestAuthenticator(),
                clock: ServiceClock(ManualClock(MemberTests.now)), logger: RegistryHarness.logger))
    }

    func loaded() async throws -> TestCaller {
        let caller = try caller()
        for (what, text) in [
            ("areas", ImportTests.areas), ("organisations", ImportTests.organisations),
            ("members", ImportTests.members),
        ] {
            let answer = try await caller.send(
                .post, "/v1/imports/\(what)", as: .service, type: "text/csv; charset=utf-8", body: text)
            #expect(answer.status == .ok)
        }
        return caller
    }

    static let id = MemberNumber("D-001").map { RegistryIdentifiers.member($0) } ?? MemberID(high: 0, low: 0)
    static let json = "application/json"
    static let checkIn = #"{"area":"330402007001001"}"#

    static let matrix: [(method: HTTPRequest.Method, path: String, body: String, allowed: Set<Role>, own: Bool)] = [
        (.get, "/v1/members/\(id)", "", [.unit, .dispatcher, .manager, .auditor, .service], true),
        (.get, "/v1/members", "", [.unit, .dispatcher, .manager, .auditor, .service], false),
        (.get, "/v1/areas?parent=330402007001", "", Set(Role.all), false),
        (.post, "/v1/members/\(id)/check-in", checkIn, [.unit, .manager, .service], true),
        (.put, "/v1/members/\(id)/availability", #"{"availability":"busy"}"#, [.unit, .manager, .service], true),
        (.put, "/v1/members/\(id)/skills", #"{"skills":["medic"]}"#, [.unit, .manager, .service], true),
        (.post, "/v1/check-ins", #"{"members":[]}"#, [.manager, .service], false),
        (.post, "/v1/imports/areas", "code,name,boundary\n330402,南湖区,\n", [.manager, .service], false),
        (.post, "/v1/imports/organisations", ImportTests.organisations, [.manager, .service], false),
        (.post, "/v1/imports/members", ImportTests.members, [.manager, .service], false),
    ]

    @Test("each route answers its roles and nobody else", arguments: Role.all)
    func roles(role: Role) async throws {
        let caller = try await loaded()
        _ = try await caller.send(
            .post, "/v1/members/\(Self.id)/check-in", as: .service, type: Self.json, body: Self.checkIn)
        for (method, path, body, allowed, own) in Self.matrix {
            let type = body.isEmpty ? nil : path.contains("imports") ? "text/csv" : Self.json
            let version = registry.members[Self.id]?.member.version.value ?? 0
            let match = path.hasSuffix("skills") || path.hasSuffix("availability") ? "\"\(version)\"" : nil
            let anonymous = try await caller.send(method, path, as: nil, type: type, body: body)
            #expect(anonymous.status == .unauthorized)
            let answer = try await caller.send(method, path, as: role, type: type, body: body, ifMatch: match)
            let expected: HTTPResponse.Status =
                allowed.contains(role) ? .ok : own && role == .member ? .notFound : .forbidden
            #expect(answer.status == expected, "\(role) \(method) \(path)")
            if own {
                let version = registry.members[Self.id]?.member.version.value ?? 0
                let itself = try await caller.send(
                    method, path, as: .member, area: "330402", actor: Self.id.retagged(), type: type, body: body,
                    ifMatch: match.map { _ in "\"\(version)\"" })
                #expect(itself.status == .ok, "itself \(method) \(path)")
            }
        }
    }

    @Test("a member is shown masked, with its version as the entity tag")
    func showsMasked() async throws {
        let caller = try await loaded()
        let answer = try await caller.get("/v1/members/\(Self.id)", as: .manager)
        let unit = RegistryIdentifiers.organisation(try #require(OrganisationCode("U1")))
        #expect(
            answer.text == """
                {"id":"\(Self.id)","member_no":"D-001","name":"王**","phone":"138****5678","status":"registered",\
                "home_area":"330402007001001","area":"330402007001001","organisation_id":"\(unit)",\
                "skills":["driver","medic"],"version":1}
                """)
        #expect(answer.headers[.eTag] == "\"1\"")
    }

    @Test("the life of a duty over HTTP, with what is allowed where something is not")
    func duty() async throws {
        let caller = try await loaded()
        let base = "/v1/members/\(Self.id)"
        func post(_ path: String, _ body: String = "") async throws -> TestCaller.Answer {
            try await caller.send(
                .post, base + path, as: .member, area: "330402", actor: Self.id.retagged(),
                type: body.isEmpty ? nil : Self.json, body: body)
        }
        let early = try await post("/duty/end")
        #expect(early.status == .conflict)
        #expect(try early.object().string("state") == "registered")
        #expect(try early.object().strings("allowed") == ["check_in", "change_skills"])
        #expect(try await post("/check-in", Self.checkIn).status == .ok)
        let until = (MemberTests.now + .seconds(7_200)).iso8601
        let started = try await post("/duty/start", #"{"area":"330402007001001","until":"\#(until)"}"#)
        #expect(try started.object().string("status") == "on_duty")
        #expect(try started.object().object("duty").timestamp("until") == MemberTests.now + .seconds(7_200))
        let longer = (MemberTests.now + .seconds(7_201)).iso8601
        for other in [("330402007001002", until), ("330402007001001", longer)] {
            let refused = try await post("/duty/start", #"{"area":"\#(other.0)","until":"\#(other.1)"}"#)
            #expect(refused.status == .conflict)
        }
        let ended = try await post("/duty/end")
        #expect(try ended.object().string("status") == "available")
        #expect(ended.headers[.eTag] == "\"4\"")
    }

    @Test("a command that is sent again is answered like the first time and changes nothing")
    func repeated() async throws {
        let caller = try await loaded()
        let until = (MemberTests.now + .seconds(7_200)).iso8601
        let commands: [(method: HTTPRequest.Method, path: String, body: String, match: String?)] = [
            (.put, "/skills", #"{"skills":["medic"]}"#, "\"1\""), (.post, "/check-in", Self.checkIn, nil),
            (.put, "/availability", #"{"availability":"busy"}"#, "\"3\""),
            (.post, "/duty/start", #"{"area":"330402007001001","until":"\#(until)"}"#, nil),
            (.post, "/duty/end", "", nil),
        ]
        for (index, command) in commands.enumerated() {
            func send() async throws -> TestCaller.Answer {
                try await caller.send(
                    command.method, "/v1/members/\(Self.id)\(command.path)", as: .member, area: "330402",
                    actor: Self.id.retagged(), type: command.body.isEmpty ? nil : Self.json, body: command.body,
                    ifMatch: command.match)
            }
            let first = try await send()
            #expect(first.status == .ok, "\(command.path): \(first.text)")
            #expect(first.headers[.eTag] == "\"\(index + 2)\"")
            let events = registry.events.count
            let second = try await send()
            #expect(second.status == .ok, "\(command.path): \(second.text)")
            #expect(second.text == first.text)
            #expect(second.headers[.eTag] == first.headers[.eTag])
            #expect(registry.events.count == events)
        }
    }

    @Test("one record of millions of cells, as a header or below it, is answered at once")
    func hugeRecord() async throws {
        let caller = try await loaded()
        let commas = String(repeating: ",", count: 2_000_000)
        let header = try await caller.send(.post, "/v1/imports/members", as: .manager, type: "text/csv", body: commas)
        #expect(header.status == .unprocessableContent)
        #expect(try header.object().integer("limit") == 64)
        let row = try await caller.send(
            .post, "/v1/imports/members", as: .manager, type: "text/csv", body: ImportTests.header + commas)
        #expect(row.status == .ok)
        #expect(try row.object().array("rejected", max: 10) { $0 }.count == 1)
    }

    @Test("one import runs at a time, and the next one is asked to come back")
    func oneImportAtATime() async throws {
        let turn = ImportTurn()
        let answer = try await turn.take {
            await #expect(throws: Problem.self) { try await turn.take { 2 } }
            return 1
        }
        #expect(answer == 1)
        await #expect(throws: CancellationError.self) { try await turn.take { throw CancellationError() } as Int }
        #expect(try await turn.take { 3 } == 3)
    }

    static let badRequests: [(method: HTTPRequest.Method, path: String, body: String, match: String?, status: Int)] = [
        (.post, "/check-in", #"{"area":"330402007001"}"#, nil, 422), (.post, "/check-in", #"{"area":"x"}"#, nil, 422),
        (.post, "/check-in", #"{"area":"330411001001001"}"#, nil, 422), (.post, "/check-in", "{}", nil, 422),
        (.post, "/check-in", #"{"area":"330402007001001","admin":true}"#, nil, 400),
        (.post, "/check-in", "{", nil, 400),
        (.put, "/availability", #"{"availability":"asleep"}"#, "\"1\"", 422),
        (.put, "/availability", #"{"availability":"busy"}"#, "\"1\"", 409),
        (.put, "/availability", #"{"availability":"busy"}"#, nil, 428),
        (.put, "/availability", #"{"availability":"busy"}"#, "\"7\"", 412),
        (.put, "/skills", #"{"skills":["first aid"]}"#, "\"1\"", 422),
        (.put, "/skills", #"{"skills":["a\u0000"]}"#, "\"1\"", 422),
        (.put, "/skills", #"{"skills":["medic"]}"#, nil, 428),
        (.put, "/skills", #"{"skills":["medic"]}"#, "\"7\"", 412),
        (.put, "/skills", #"{"skills":["medic"]}"#, "1", 400),
        (.post, "/duty/start", #"{"area":"330402007001001","until":"2026-02-30T00:00:00Z"}"#, nil, 422),
        (.post, "/duty/start", #"{"area":"330402007001001","until":"2020-01-01T00:00:00Z"}"#, nil, 409),
        (.delete, "", "", nil, 405), (.get, "/secrets", "", nil, 404),
    ]

    @Test("bad requests are refused and leave the member as it was", arguments: badRequests)
    func badRequest(method: HTTPRequest.Method, path: String, body: String, match: String?, status: Int) async throws {
        let caller = try await loaded()
        let before = registry.members
        let answer = try await caller.send(
            method, "/v1/members/\(Self.id)\(path)", as: .manager, type: body.isEmpty ? nil : Self.json, body: body,
            ifMatch: match)
        #expect(answer.status.code == status)
        #expect(answer.type == "application/problem+json")
        #expect(registry.members == before)
        if status == 412 { #expect(try answer.object().integer("version") == 1) }
    }

    @Test("a manager of another district gets for a member what he would get for nobody")
    func otherDistrict() async throws {
        let caller = try await loaded()
        let there = try await caller.get("/v1/members/\(Self.id)", as: .manager, area: "330411")
        let nowhere = try await caller.get("/v1/members/\(MemberID(high: 5, low: 5))", as: .manager, area: "330411")
        #expect(there.status == .notFound && nowhere.status == .notFound)
        let list = try await caller.get("/v1/members?area=330402", as: .manager, area: "330411").object()
        #expect(try list.array("items", max: 10) { $0 }.isEmpty)
        let checkIn = try await caller.send(
            .post, "/v1/members/\(Self.id)/check-in", as: .manager, area: "330411", type: Self.json, body: Self.checkIn)
        #expect(checkIn.status == .notFound)
    }

    @Test("an import reports each bad row; a useless file is refused with what is wrong with its columns")
    func imports() async throws {
        let caller = try await loaded()
        let report = try await caller.send(
            .post, "/v1/imports/members", as: .manager, area: "330402", type: "text/csv",
            body: ImportTests.header + "D-9,王,1.38E+10,330402007001001,,\nD-8,李,13812345678,330402007001001,,\n")
        #expect(
            report.text == """
                {"created":1,"changed":0,"unchanged":0,"normalised":0,"rejected":[{"line":2,\
                "reason":"phone 被表格软件改成了科学计数法，请把该列设为文本后重新导出"}]}
                """)
        let useless = try await caller.send(
            .post, "/v1/imports/areas", as: .manager, type: "text/csv", body: "code,code,colour\n")
        #expect(useless.status == .unprocessableContent)
        #expect(try useless.object().strings("missing") == ["name", "boundary"])
        #expect(try useless.object().strings("duplicate") == ["code"])
        #expect(try useless.object().strings("unknown") == ["colour"])
        let wrongType = try await caller.send(
            .post, "/v1/imports/areas", as: .manager, type: Self.json, body: "{}")
        #expect(wrongType.status == .unsupportedMediaType)
    }

    @Test("a bulk check-in answers for each member in the order sent")
    func checkIns() async throws {
        let caller = try await loaded()
        let nobody = MemberID(high: 5, low: 5)
        let body = """
            {"members":[{"member_id":"\(Self.id)","area":"330402007001002"},{"member_id":"\(nobody)","area":"330402007001001"},\
            {"member_id":"\(Self.id)","area":"330402007001002"},{"member_id":"\(Self.id)","area":"330402007009009"}]}
            """
        let answer = try await caller.send(.post, "/v1/check-ins", as: .manager, type: Self.json, body: body).object()
        let outcomes = try answer.array("results", max: 10) { (item: WireObject) throws(WireError) in
            try item.string("outcome")
        }
        #expect(outcomes == ["checked_in", "rejected", "unchanged", "rejected"])
        let many = (0...1_000).map { _ in #"{"member_id":"\#(nobody)","area":"330402007001001"}"# }
        let tooMany = try await caller.send(
            .post, "/v1/check-ins", as: .manager, type: Self.json,
            body: #"{"members":[\#(many.joined(separator: ","))]}"#)
        #expect(tooMany.status == .unprocessableContent)
    }

    @Test(
        "bad queries are refused",
        arguments: [
            "/v1/members?limit=-1", "/v1/members?limit=1000000000", "/v1/members?cursor=zzz", "/v1/members?sort=name",
            "/v1/members?skill=a%20b", "/v1/members?area=x", "/v1/members?area=3304&area=330402", "/v1/areas?parent=1",
            "/v1/areas?cursor=AXg",
        ])
    func badQueries(path: String) async throws {
        let answer = try await caller().get(path, as: .manager)
        #expect(answer.status == .badRequest)
    }

    @Test("lists come page by page")
    func pages() async throws {
        let caller = try await loaded()
        var path = "/v1/members?limit=2"
        var numbers: [String] = []
        while true {
            let page = try await caller.get(path, as: .auditor).object()
            numbers += try page.array("items", max: 2) { (item: WireObject) throws(WireError) in
                try item.string("member_no")
            }
            guard let next = try page.optionalString("next_cursor") else { break }
            path = "/v1/members?limit=2&cursor=\(next)"
        }
        #expect(numbers.sorted() == ["D-001", "D-002", "D-003"])
        let areas = try await caller.get("/v1/areas?parent=330402007001&limit=1", as: .callTaker).object()
        let first = try #require(try areas.array("items", max: 1) { $0 }.first)
        #expect(try first.areaCode("code").text == "330402007001001")
        #expect(try areas.optionalString("next_cursor") != nil)
    }
}
