import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import HTTPTypes
import IntakeContract
import Kernel
import Messaging
import Postgres
import RegistryContract
import ServiceRuntime
import ServiceTestSupport
import Testing
import Wire

@Suite("Bad requests")
struct BadRequestTests {
    static let lists: [(String, HTTPResponse.Status)] = [
        ("?limit=-1", .badRequest), ("?limit=0", .badRequest), ("?limit=1000000000", .badRequest),
        ("?limit=201", .badRequest), ("?limit=200", .ok), ("?cursor=x", .badRequest), ("?cursor=", .badRequest),
        ("?sort=name;drop%20table", .badRequest), ("?state=unassigned&state=offering", .badRequest),
        ("?state=nonsense", .badRequest), ("?light=purple", .badRequest), ("?area=33040", .badRequest),
        ("?area=%27%20OR%201=1", .badRequest), ("?unknown=1", .badRequest), ("?state=verified", .ok),
    ]

    @Test("H25, H26, H27: only declared parameters, once each and within their range", arguments: lists)
    func list(_ query: String, _ status: HTTPResponse.Status) async throws {
        try await DispatchHarness.with { harness in
            let answer = try await TestCaller(harness).get("/v1/work-orders\(query)", as: .manager)
            #expect(answer.status == status)
        }
    }

    static let bodies: [(String, HTTPResponse.Status, String?)] = [
        (#"{"result":"solved","quarter_hours":33}"#, .unprocessableContent, "quarter_hours"),
        (#"{"result":"solved","quarter_hours":-1}"#, .unprocessableContent, "quarter_hours"),
        (#"{"result":"solved","quarter_hours":1e400}"#, .unprocessableContent, nil),
        (#"{"result":"solved","quarter_hours":1.5}"#, .unprocessableContent, "quarter_hours"),
        (#"{"result":"solved","quarter_hours":9223372036854775808}"#, .unprocessableContent, nil),
        (#"{"result":"solved","quarter_hours":"6"}"#, .unprocessableContent, "quarter_hours"),
        (#"{"result":"perhaps","quarter_hours":1}"#, .unprocessableContent, "result"),
        (#"{"quarter_hours":1}"#, .unprocessableContent, "result"),
        (#"{"result":"not_solvable","quarter_hours":1}"#, .unprocessableContent, "explanation"),
        (#"{"result":"not_solvable","quarter_hours":1,"explanation":"  "}"#, .unprocessableContent, "explanation"),
        (#"{"result":"solved","quarter_hours":1,"explanation":"a\u0000b"}"#, .unprocessableContent, nil),
        (#"{"result":"solved","quarter_hours":1,"isAdmin":true}"#, .badRequest, "isAdmin"),
        (#"{"result":"solved","quarter_hours":1,"quarter_hours":2}"#, .badRequest, nil),
        (#"{"result":"\ud800","quarter_hours":1}"#, .badRequest, nil),
        ("{", .badRequest, nil), ("[]", .unprocessableContent, nil),
    ]

    @Test("H7–H13: a result that is not acceptable writes nothing, and its answer repeats nothing", arguments: bodies)
    func submit(_ body: String, _ status: HTTPResponse.Status, _ path: String?) async throws {
        try await DispatchHarness.with { harness in
            let order = try await Self.working(harness)
            let before = try await harness.fingerprint()
            let answer = try await TestCaller(harness).post(
                "/v1/work-orders/\(order)/submit", body, as: .member, actor: id(1))
            #expect(answer.status == status)
            if let path { #expect(try answer.object().string("path") == path) }
            #expect(!answer.text.contains("perhaps"))
            #expect(try await harness.fingerprint() == before)
        }
    }

    @Test("an explanation of 501 graphemes is refused with its limit, one of 500 is stored intact")
    func longest() async throws {
        try await DispatchHarness.with { harness in
            let order = try await Self.working(harness)
            let caller = try TestCaller(harness)
            let path = "/v1/work-orders/\(order)/submit"
            func body(_ count: Int) -> String {
                #"{"result":"not_solvable","quarter_hours":1,"explanation":"\#(String(repeating: "𠮷", count: count))"}"#
            }
            #expect(try await caller.post(path, body(501), as: .member, actor: id(1)).status == .unprocessableContent)
            let answer = try await caller.post(path, body(500), as: .member, actor: id(1))
            #expect(answer.status == .ok)
            #expect(try answer.object().string("explanation").count == 500)
        }
    }

    @Test("H14: another content type is refused", arguments: ["text/plain", "application/x-www-form-urlencoded"])
    func contentType(_ type: String) async throws {
        try await DispatchHarness.with { harness in
            let order = try await Self.working(harness)
            let answer = try await TestCaller(harness).post(
                "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":1}"#, as: .member, actor: id(1),
                type: type)
            #expect(answer.status == .unsupportedMediaType)
        }
    }

    @Test("H21: a step that does not follow answers 409 with the states that can follow")
    func illegal() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let verify = try await caller.post("/v1/work-orders/\(order)/verify", #"{"passed":true}"#, as: .unit)
            #expect(verify.status == .conflict)
            #expect(verify.problem == "illegal-transition")
            #expect(try verify.object().string("state") == "offering")
            #expect(try verify.object().strings("allowed") == ["accepted", "unassigned", "cancelled"])
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            _ = try await caller.post("/v1/offers/\(offer.id)/accept", as: .member, actor: id(1))
            let submit = try await caller.post(
                "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":1}"#, as: .member, actor: id(1))
            #expect(submit.status == .conflict)
            #expect(try submit.object().strings("allowed") == ["working", "accepted", "cancelled"])
        }
    }

    @Test("a failed verification needs a coded reason; assigning nobody known, or someone barred, is refused")
    func verdicts() async throws {
        try await DispatchHarness.with { harness in
            let order = try await Self.working(harness)
            let caller = try TestCaller(harness)
            _ = try await caller.post(
                "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":1}"#, as: .member, actor: id(1))
            let verify = "/v1/work-orders/\(order)/verify"
            for body in [#"{"passed":false}"#, #"{"passed":false,"reason":"ugly"}"#, #"{"passed":"false"}"#] {
                #expect(try await caller.post(verify, body, as: .verifier).status == .unprocessableContent)
            }
            let answer = try await caller.post(verify, #"{"passed":false,"reason":"not_done"}"#, as: .verifier)
            #expect(try answer.object().string("state") == "rework")
            let assign = "/v1/work-orders/\(order)/assign"
            let unknown = #"{"member_id":"019a0000-0000-7000-8000-00000000ffff"}"#
            #expect(try await caller.post(assign, unknown, as: .dispatcher).status == .unprocessableContent)
            #expect(
                try await caller.post(assign, #"{"member_id":"x"}"#, as: .dispatcher).status == .unprocessableContent)
        }
    }

    @Test(
        "an order or offer that does not exist, and an id that is none, are not found",
        arguments: [
            "/v1/work-orders/019a0000-0000-7000-8000-000000000001", "/v1/work-orders/1", "/v1/work-orders/%2e%2e",
            "/v1/work-orders/019a0000-0000-7000-8000-000000000001/match",
        ])
    func missing(_ path: String) async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            #expect(try await TestCaller(harness).get(path, as: .manager).status == .notFound)
        }
    }

    /// An order that member 1 is working on.
    static func working(_ harness: DispatchHarness) async throws -> WorkOrderID {
        try await harness.enrol(1...5)
        let order = try await harness.accept(request: 1)
        let caller = try TestCaller(harness)
        let offer = try #require(try await harness.stored(order)).openOffers[0]
        _ = try await caller.post("/v1/offers/\(offer.id)/accept", as: .member, actor: id(1))
        _ = try await caller.post("/v1/work-orders/\(order)/arrive", as: .member, actor: id(1))
        return order
    }
}
