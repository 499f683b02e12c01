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

@Suite("Roles and areas")
struct RoleMatrixTests {
    struct Route: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        let body: String
        let roles: Set<Role>
        var testDescription: String { "\(method) \(path)" }
    }

    static let order = "/v1/work-orders/019a0000-0000-7000-8000-000000000001"
    static let offer = "/v1/offers/019a0000-0000-7000-8000-000000000001"
    static let routes: [Route] = [
        Route(method: "GET", path: "/v1/offers", body: "", roles: [.member]),
        Route(method: "GET", path: "/v1/assignments", body: "", roles: [.member]),
        Route(method: "POST", path: "\(offer)/accept", body: "", roles: [.member]),
        Route(method: "POST", path: "\(offer)/decline", body: #"{"reason":"busy"}"#, roles: [.member]),
        Route(method: "POST", path: "\(order)/arrive", body: "", roles: [.member]),
        Route(
            method: "POST", path: "\(order)/submit", body: #"{"result":"solved","quarter_hours":1}"#, roles: [.member]),
        Route(method: "POST", path: "\(order)/verify", body: #"{"passed":true}"#, roles: [.verifier, .unit]),
        Route(
            method: "POST", path: "\(order)/assign", body: #"{"member_id":"019a0000-0000-7000-8000-000000000002"}"#,
            roles: [.dispatcher, .unit]),
        Route(
            method: "GET", path: "/v1/work-orders", body: "",
            roles: [.dispatcher, .unit, .manager, .auditor, .verifier]),
        Route(
            method: "GET", path: order, body: "",
            roles: [.dispatcher, .unit, .manager, .auditor, .verifier, .member]),
        Route(method: "GET", path: "\(order)/match", body: "", roles: [.dispatcher, .manager, .auditor]),
        Route(
            method: "GET", path: "\(order)/clocks", body: "",
            roles: [.dispatcher, .unit, .manager, .auditor, .verifier]),
    ]

    @Test("each route answers its roles and no others, and nobody without a token")
    func matrix() async throws {
        try await DispatchHarness.with { harness in
            let caller = try TestCaller(harness)
            for route in Self.routes {
                for role in Role.all.map(Optional.some) + [nil] {
                    let answer =
                        route.method == "GET"
                        ? try await caller.get(route.path, as: role)
                        : try await caller.post(route.path, route.body, as: role)
                    guard let role else {
                        #expect(answer.status == .unauthorized, "\(route.testDescription) without a token")
                        continue
                    }
                    if route.roles.contains(role) {
                        #expect(
                            [.ok, .notFound].contains(answer.status), "\(route.testDescription) as \(role): \(answer)")
                    } else {
                        #expect(answer.status == .forbidden, "\(route.testDescription) as \(role): \(answer)")
                    }
                }
            }
        }
    }

    @Test("H19, H20: an order of another district is not found, and no list or filter shows it")
    func otherDistrict() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            for suffix in ["", "/match", "/clocks"] {
                let answer = try await caller.get("/v1/work-orders/\(order)\(suffix)", as: .auditor, area: "330411")
                #expect(answer.status == .notFound)
                let own = try await caller.get("/v1/work-orders/\(order)\(suffix)", as: .auditor, area: "330402")
                #expect(own.status == .ok)
            }
            for query in ["", "?area=330402", "?state=offering", "?light=green"] {
                let list = try await caller.get("/v1/work-orders\(query)", as: .manager, area: "330411")
                #expect(try list.object().array("items", max: 9) { $0 }.isEmpty)
            }
            for command in ["verify", "assign"] {
                let body = command == "verify" ? #"{"passed":true}"# : #"{"member_id":"\#(id(1, MemberTag.self))"}"#
                let answer = try await caller.post(
                    "/v1/work-orders/\(order)/\(command)", body, as: .unit, area: "330411")
                #expect(answer.status == .notFound)
            }
        }
    }

    @Test("a member sees and touches only what is offered to or held by them")
    func others() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let offers = try #require(try await harness.stored(order)).openOffers
            let stranger: ActorID = id(5)
            #expect(try await caller.get("/v1/work-orders/\(order)", as: .member, actor: stranger).status == .notFound)
            #expect(try await caller.get("/v1/work-orders/\(order)", as: .member, actor: id(1)).status == .ok)
            for verb in ["accept", "decline"] {
                let answer = try await caller.post(
                    "/v1/offers/\(offers[0].id)/\(verb)", verb == "accept" ? "" : #"{"reason":"busy"}"#, as: .member,
                    actor: stranger)
                #expect(answer.status == .notFound)
            }
            _ = try await caller.post("/v1/offers/\(offers[0].id)/accept", as: .member, actor: id(1))
            let arrive = try await caller.post("/v1/work-orders/\(order)/arrive", as: .member, actor: stranger)
            #expect(arrive.status == .notFound)
            let submit = try await caller.post(
                "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":1}"#, as: .member,
                actor: stranger)
            #expect(submit.status == .notFound)
        }
    }

    @Test("the member who did the work does not verify it, under any role")
    func sameActor() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            let me: ActorID = offer.member.retagged()
            _ = try await caller.post("/v1/offers/\(offer.id)/accept", as: .member, actor: me)
            _ = try await caller.post("/v1/work-orders/\(order)/arrive", as: .member, actor: me)
            _ = try await caller.post(
                "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":1}"#, as: .member, actor: me)
            let answer = try await caller.post(
                "/v1/work-orders/\(order)/verify", #"{"passed":true}"#, as: .verifier, actor: me)
            #expect(answer.status == .forbidden)
            #expect(answer.problem == "handler-cannot-verify")
        }
    }
}
