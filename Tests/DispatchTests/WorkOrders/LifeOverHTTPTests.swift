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

@Suite("A work order's life over HTTP")
struct LifeOverHTTPTests {
    @Test("offer, acceptance, arrival, result, verification; each step asked twice is one step")
    func life() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let me: ActorID = id(1)
            let offers = try await caller.get("/v1/offers", as: .member, area: "330402001001001", actor: me)
            let offer = try #require(try offers.object().array("items", max: 9) { $0 }.first)
            #expect(try offer.identifier("work_order_id") == order)
            #expect(try offer.timestamp("expires_at") == wednesdayNine + minutes(5))
            let accept = "/v1/offers/\(try offer.string("id"))/accept"
            for _ in 1...2 {
                let answer = try await caller.post(accept, as: .member, area: "330402001001001", actor: me)
                #expect(answer.status == .ok)
                #expect(try answer.object().string("state") == "accepted")
                #expect(try answer.object().string("holder_id") == me.description)
                #expect(try answer.object().integer("version") == 3)
            }
            let assignments = try await caller.get("/v1/assignments", as: .member, actor: me)
            #expect(try assignments.object().array("items", max: 9) { $0 }.count == 1)
            for _ in 1...2 {
                let answer = try await caller.post("/v1/work-orders/\(order)/arrive", as: .member, actor: me)
                #expect(try answer.object().string("state") == "working")
            }
            for _ in 1...2 {
                let answer = try await caller.post(
                    "/v1/work-orders/\(order)/submit", #"{"result":"solved","quarter_hours":6}"#, as: .member, actor: me
                )
                #expect(try answer.object().string("state") == "submitted")
            }
            for _ in 1...2 {
                let answer = try await caller.post(
                    "/v1/work-orders/\(order)/verify", #"{"passed":true}"#, as: .verifier, area: "330402001")
                #expect(try answer.object().string("state") == "verified")
            }
            #expect(
                try await harness.published(order) == [
                    "issued", "offered", "accepted", "arrived", "submitted", "verified",
                ])
        }
    }

    @Test("the loser of a race hears 已被他人接单, and the void offer is gone from the list")
    func loser() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let offers = try #require(try await harness.stored(order)).openOffers
            _ = try await caller.post("/v1/offers/\(offers[0].id)/accept", as: .member, actor: id(1))
            let lost = try await caller.post("/v1/offers/\(offers[1].id)/accept", as: .member, actor: id(2))
            #expect(lost.status == .conflict)
            #expect(lost.problem == "offer-taken")
            #expect(try lost.object().string("title") == "已被他人接单")
            let list = try await caller.get("/v1/offers", as: .member, actor: id(2))
            #expect(try list.object().array("items", max: 9) { $0 }.isEmpty)
        }
    }

    @Test("declining needs a coded reason and answers 204")
    func decline() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            let path = "/v1/offers/\(offer.id)/decline"
            #expect(
                try await caller.post(path, #"{"reason":"tired"}"#, as: .member, actor: id(1)).status
                    == .unprocessableContent)
            #expect(try await caller.post(path, "{}", as: .member, actor: id(1)).status == .unprocessableContent)
            #expect(try await caller.post(path, #"{"reason":"busy"}"#, as: .member, actor: id(1)).status == .noContent)
            #expect(try await harness.published(order) == ["issued", "offered", "declined"])
        }
    }

    @Test("an expired offer answers 409 with what became of it")
    func expired() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let caller = try TestCaller(harness)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            harness.clock.advance(by: minutes(5))
            let answer = try await caller.post("/v1/offers/\(offer.id)/accept", as: .member, actor: id(1))
            #expect(answer.status == .conflict)
            #expect(answer.problem == "offer-closed")
            #expect(try answer.object().string("state") == "expired")
        }
    }

    @Test("the match shows scores and shortfall, the clocks show journals and lights")
    func explanations() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...2)
            let order = try await harness.accept(request: 1, category: "电力")
            let caller = try TestCaller(harness)
            let none = try await caller.get("/v1/work-orders/\(order)/match", as: .dispatcher)
            let shortfall = try none.object().array("shortfall", max: 9) { $0 }
            #expect(try shortfall.first?.string("gate") == "certificate_missing")
            #expect(try shortfall.first?.integer("count") == 2)
            try await harness.enrol(3...3, skills: ["electrician"])
            #expect(try await harness.passTime.fire() == 1)
            let match = try await caller.get("/v1/work-orders/\(order)/match", as: .auditor)
            let offer = try #require(try match.object().array("offers", max: 9) { $0 }.first)
            #expect(try offer.object("score").integer("skill") == 1_000)
            // 350 + 25 % of 829 or of what the same grid is worth, + 15 % of 320 + 100
            #expect(try offer.object("score").integer("total") > 600)
            let clocks = try await caller.get("/v1/work-orders/\(order)/clocks", as: .unit)
            let first = try #require(try clocks.object().array("clocks", max: 9) { $0 }.first)
            #expect(try first.array("entries", max: 9) { $0 }.first?.string("action") == "start")
            #expect(try first.string("light") == "green")
        }
    }

    @Test("a red light shows in the list and its filter")
    func light() async throws {
        try await DispatchHarness.with { harness in
            let order = try await harness.accept(request: 1)
            harness.clock.advance(by: minutes(31))
            _ = try await harness.passTime.fire()
            let caller = try TestCaller(harness)
            for (light, count) in [("red", 1), ("green", 0), ("yellow", 0)] {
                let list = try await caller.get("/v1/work-orders?light=\(light)&state=unassigned", as: .manager)
                #expect(try list.object().array("items", max: 9) { $0 }.count == count)
            }
            let answer = try await caller.get("/v1/work-orders/\(order)", as: .manager)
            #expect(try answer.object().string("responsible_area") == "330402001001")
            #expect(answer.headers[.eTag] == "\"\(try answer.object().integer("version"))\"")
        }
    }
}
