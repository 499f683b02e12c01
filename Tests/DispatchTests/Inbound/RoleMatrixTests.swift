import City
import DispatchApplication
import DispatchContract
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
    @Test("the README has each route and each message, and no others")
    func readme() async throws {
        try await DispatchHarness.with { harness in
            let endpoints = DispatchRoutes(change: harness.change, queries: harness.queries).endpoints
            #expect(DispatchReadme.stored.routes.map(\.name).sorted() == endpoints.map(\.name).sorted())
            #expect(DispatchReadme.stored.routes.allSatisfy { $0.roles.isSubset(of: Role.all) })
            let types = DispatchLanguage.messages.map { $0.type.split(separator: ".").last.map(String.init) }
            #expect(DispatchReadme.stored.messages == Set(types.compactMap(\.self)))
        }
    }

    @Test("each route answers the roles that the README names and no others, and nobody without a token")
    func matrix() async throws {
        try await DispatchHarness.with { harness in
            let caller = try TestCaller(harness)
            let routes = DispatchReadme.stored.routes
            for endpoint in DispatchRoutes(change: harness.change, queries: harness.queries).endpoints {
                let allowed = routes.first { $0.name == endpoint.name }?.roles ?? []
                #expect(!allowed.isEmpty, "\(endpoint.name)")
                for role in Role.all.map(Optional.some) + [nil] {
                    let body = endpoint.sampleBody
                    let answer = try await caller.send(
                        endpoint.method, endpoint.pathToNothing, as: role,
                        type: body.isEmpty ? nil : "application/json", body: body,
                        ifMatch: endpoint.headers.contains(.ifMatch) ? "\"1\"" : nil)
                    guard let role else {
                        #expect(answer.status == .unauthorized, "\(endpoint.name) without a token")
                        continue
                    }
                    if allowed.contains(role) {
                        #expect(
                            [.ok, .notFound].contains(answer.status), "\(endpoint.name) as \(role): \(answer)")
                    } else {
                        #expect(answer.status == .forbidden, "\(endpoint.name) as \(role): \(answer)")
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
