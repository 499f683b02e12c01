import City
import HTTPTypes
import InMemoryLogging
import IntakeApplication
import IntakeDomain
import IntakeInbound
import Kernel
import Messaging
import Postgres
import ServiceTestSupport
import Testing
import Wire

@Suite("A requester's contact")
struct ContactHTTPTests {
    private func handle(_ deliveries: [Delivered], in intake: IntakeHarness) async throws {
        let handler = intake.workOrders
        let outcomes = try await handler.handle(deliveries.map(\.delivery))
        #expect(outcomes.allSatisfy { $0 == .applied })
    }

    private typealias Delivered = (delivery: Delivery, Void)

    private func taken(_ id: ServiceRequestID, by member: UInt64, order: UInt64, version: Int64) -> Delivered {
        (Deliveries.taken(id, by: Deliveries.member(member), order: Deliveries.order(order), version: version), ())
    }

    @Test("staff see it masked")
    func masked() async throws {
        try await IntakeHarness.serving { _, client in
            let id = try await client.register().string("id")
            for role in ["call-taker", "dispatcher", "verifier", "manager", "auditor"] {
                let reply = try await client.send(.get, "/v1/requests/\(id)", as: "\(role)@330402@4")
                #expect(reply.status == 200)
                let requester = try reply.json.object("requester")
                #expect(try requester.string("phone") == "138****5678")
                #expect(try requester.string("name") == "王**")
                #expect(try requester.string("address") == "中山路10号3幢***")
                #expect(reply.headers[.cacheControl] == "no-store")
            }
            #expect(try await client.send(.get, "/v1/requests/\(id)", as: "member@3304@4").status == 403)
        }
    }

    @Test("the member who took the work on sees it, until a day after the end; nobody else does")
    func member() async throws {
        try await IntakeHarness.serving { intake, client in
            let receipt = try await client.register()
            let (id, path) = (
                try receipt.identifier("id", of: ServiceRequestTag.self),
                "/v1/requests/\(try receipt.string("id"))/contact"
            )
            // The member's own area is another community; the grant and nothing else counts.
            let (first, second) = ("member@330411001001@1", "member@330411001001@2")
            #expect(try await client.send(.post, path, "{}", as: first).status == 404)
            try await handle([taken(id, by: 1, order: 1, version: 1)], in: intake)
            let contact = try await client.send(.post, path, "{}", as: first)
            #expect(try contact.json.string("phone") == "+8613812345678")
            #expect(try contact.json.string("name") == "王小明")
            #expect(try await client.send(.post, path, "{}", as: second).status == 404)
            try await handle([taken(id, by: 2, order: 1, version: 2)], in: intake)
            #expect(try await client.send(.post, path, "{}", as: first).status == 404)
            #expect(try await client.send(.post, path, "{}", as: second).status == 200)
            let request = "/v1/requests/\(try receipt.string("id"))"
            let version = try await client.send(.get, request).json.integer("version")
            let withdrawn = try await client.send(
                .post, "\(request)/withdraw", headers: ["If-Match": "\"\(version)\""])
            #expect(withdrawn.status == 200)
            intake.clock.advance(by: .seconds(24 * 3_600 - 1))
            #expect(try await client.send(.post, path, "{}", as: second).status == 200)
            intake.clock.advance(by: .seconds(1))
            #expect(try await client.send(.post, path, "{}", as: second).status == 404)
            #expect(try await intake.count("contact_reveals") == 3)
        }
    }

    @Test("staff have to say why, and it is written down")
    func staff() async throws {
        try await IntakeHarness.serving { intake, client in
            let id = try await client.register().string("id")
            #expect(try await client.send(.post, "/v1/requests/\(id)/contact", "{}").status == 422)
            #expect(try await client.send(.post, "/v1/requests/\(id)/contact", "{\"reason\":\" \"}").status == 422)
            #expect(try await intake.count("contact_reveals") == 0)
            #expect(
                try await client.send(.post, "/v1/requests/\(id)/contact", "{\"reason\":\"callback\"}").status == 200)
            #expect(
                try await intake.ask("SELECT role || ':' || reason FROM intake.contact_reveals", as: String.self) == [
                    "call-taker:callback"
                ])
            for role in ["dispatcher", "auditor", "service"] {
                #expect(
                    try await client.send(
                        .post, "/v1/requests/\(id)/contact", "{\"reason\":\"x\"}", as: "\(role)@3304@4"
                    ).status == 403)
            }
        }
    }

    @Test("no event, no log line and no refusal shows what a requester said")
    func nowhereElse() async throws {
        try await IntakeHarness.serving { intake, client in
            let receipt = try await client.register()
            let id = try receipt.string("id")
            var texts: [String] = []
            for body in [
                Form.located, Form.located.replacing("138 1234 5678", with: "13812345678 王小明"),
                Form.located.replacing("phone\":\"138", with: "fone\":\"138"), String(Form.located.dropLast(3)),
            ] {
                texts.append(
                    try await client.send(.post, "/v1/requests", body, headers: ["Idempotency-Key": "k\(body.count)"])
                        .text)
            }
            _ = try await client.send(.post, "/v1/requests/\(id)/contact", "{\"reason\":\"callback\"}")
            let refusing = CommandHandler(register: intake.register, clock: intake.clock)
            for outcome in try await refusing.handle([
                Deliveries.command(Form.located), Deliveries.command(Form.located.replacing("138 1234", with: "王小明")),
            ]) { texts.append("\(outcome)") }
            texts += try await intake.ask("SELECT convert_from(body, 'UTF8') FROM intake.journal", as: String.self)
            texts += intake.log.entries.map { "\($0.message) \($0.metadata)" }
            #expect(texts.count > 10)
            for text in texts {
                for secret in ["13812345678", "138 1234 5678", "王小明", "中山路10号", "路灯坏了"] {
                    #expect(!text.contains(secret), "\(text.prefix(80))")
                }
            }
        }
    }
}
