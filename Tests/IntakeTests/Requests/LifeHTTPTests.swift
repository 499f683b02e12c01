import City
import HTTPTypes
import IntakeDomain
import IntakeInbound
import Kernel
import Messaging
import ServiceTestSupport
import TestSupport
import Testing
import Wire

@Suite("A request's life over HTTP")
struct LifeHTTPTests {
    private func verify(_ id: ServiceRequestID, order: UInt64, round: Int = 1, in intake: IntakeHarness) async throws {
        let handler = intake.workOrders
        let outcomes = try await handler.handle([
            Deliveries.verified(id, order: Deliveries.order(order), version: 1, round: round)
        ])
        #expect(outcomes == [.applied])
    }

    @Test("from the hotline to five stars")
    func wholeLife() async throws {
        try await IntakeHarness.serving { intake, client in
            let receipt = try await client.register(Form.placeless)
            let id = try receipt.string("id")
            #expect(try receipt.string("state") == "registered")
            let triage =
                "{\"category\":\"\(IntakeHarness.category)\",\"area\":\"\(IntakeHarness.grid)\",\"urgency\":\"urgent\"}"
            let accepted = try await client.send(
                .post, "/v1/requests/\(id)/accept", triage, headers: ["If-Match": "\"1\""])
            #expect(accepted.status == 200, "\(accepted.text)")
            #expect(try accepted.json.string("state") == "accepted")
            try await verify(try receipt.identifier("id"), order: 1, in: intake)
            let due = try await client.send(.get, "/v1/callbacks", as: IntakeClient.verifier).json
            #expect(try due.column("items", "id") == [id])
            let closed = try await client.send(
                .post, "/v1/requests/\(id)/callbacks", "{\"result\":\"satisfied\",\"resolved\":true}",
                as: IntakeClient.verifier)
            #expect(try closed.json.string("state") == "closed")
            let proof = "\"code\":\"\(try receipt.string("tracking_code"))\",\"phone_last4\":\"5678\""
            let rated = try await client.send(.post, "/v1/public/ratings", "{\(proof),\"stars\":5}", as: nil)
            #expect(rated.status == 200, "\(rated.text)")
            let tracked = try await client.send(.post, "/v1/public/tracking", "{\(proof)}", as: nil).json
            #expect(try tracked.bool("rated"))
            #expect(
                try tracked.column("timeline", "event") == [
                    "registered", "accepted", "callback_due", "called_back", "closed", "rated",
                ])
            #expect(
                try await intake.published() == [
                    "intake.request.registered", "intake.request.accepted", "intake.request.callback_due",
                    "intake.request.called_back", "intake.request.closed", "intake.request.rated",
                ])
            let planned = try await intake.pool.plannedWalks(
                sessions: IntakeHarness.connections,
                except: ["FROM journal ", "FROM areas", "ORDER BY r.callback_since, r.id"])
            #expect(planned.statements > 20)
            #expect(planned.faults == [])
        }
    }

    @Test("a dissatisfied requester gets a second round")
    func secondRound() async throws {
        try await IntakeHarness.serving { intake, client in
            let receipt = try await client.register()
            let id = try receipt.string("id")
            try await verify(try receipt.identifier("id"), order: 1, in: intake)
            let reply = try await client.send(
                .post, "/v1/requests/\(id)/callbacks", "{\"result\":\"dissatisfied\",\"resolved\":false}",
                as: IntakeClient.verifier)
            #expect(try reply.json.string("state") == "accepted")
            #expect(try reply.json.integer("round") == 2)
            #expect(
                try await intake.published().suffix(3) == [
                    "intake.request.called_back", "intake.request.reopened", "intake.request.accepted",
                ])
            try await verify(try receipt.identifier("id"), order: 2, round: 2, in: intake)
            #expect(try await client.send(.get, "/v1/requests/\(id)").json.string("state") == "callback_due")
        }
    }

    @Test("a command that the state does not allow gets 409 with what is")
    func illegal() async throws {
        try await IntakeHarness.serving { _, client in
            let id = try await client.register(Form.placeless).string("id")
            let reply = try await client.send(
                .post, "/v1/requests/\(id)/callbacks", "{\"result\":\"satisfied\",\"resolved\":true}",
                as: IntakeClient.verifier)
            #expect(reply.status == 409)
            #expect(try reply.json.string("state") == "registered")
            #expect(try reply.json.strings("allowed") == ["accepted", "handed_over", "refused", "withdrawn"])
            for (path, body, version, status) in [
                ("hand-over", "{\"authority\":\"119\"}", 1, 200), ("refuse", "{\"reason\":\"abuse\"}", 2, 409),
                ("withdraw", nil, 2, 409),
            ] as [(String, String?, Int, Int)] {
                let answer = try await client.send(
                    .post, "/v1/requests/\(id)/\(path)", body, headers: ["If-Match": "\"\(version)\""])
                #expect(answer.status == status, "\(path): \(answer.text)")
            }
        }
    }

    @Test("accepting needs the version that was read: none 428, an old one 412")
    func versions() async throws {
        try await IntakeHarness.serving { _, client in
            let id = try await client.register(Form.placeless).string("id")
            let triage = "{\"category\":\"\(IntakeHarness.category)\",\"area\":\"\(IntakeHarness.grid)\"}"
            #expect(try await client.send(.post, "/v1/requests/\(id)/accept", triage).status == 428)
            let stale = try await client.send(
                .post, "/v1/requests/\(id)/accept", triage, headers: ["If-Match": "\"7\""])
            #expect(stale.status == 412)
            #expect(try stale.json.integer("version") == 1)
            let street = triage.replacing(IntakeHarness.grid, with: "330402007")
            let coarse = try await client.send(
                .post, "/v1/requests/\(id)/accept", street, headers: ["If-Match": "\"1\""])
            #expect(coarse.status == 422)
            #expect(try coarse.json.string("code") == "area_too_coarse")
            let unknown = "{\"category\":\"没有\",\"area\":\"\(IntakeHarness.grid)\"}"
            #expect(
                try await client.send(.post, "/v1/requests/\(id)/accept", unknown, headers: ["If-Match": "\"1\""])
                    .status == 422)
        }
    }

    @Test(
        "handing over, refusing and withdrawing need the version that was read: none 428, an old one 412",
        arguments: [
            ("hand-over", "{\"authority\":\"119\"}"), ("refuse", "{\"reason\":\"abuse\"}"), ("withdraw", nil),
        ])
    func versionsOfDecisions(path: String, body: String?) async throws {
        try await IntakeHarness.serving { _, client in
            let id = try await client.register(Form.placeless).string("id")
            #expect(try await client.send(.post, "/v1/requests/\(id)/\(path)", body).status == 428)
            let stale = try await client.send(
                .post, "/v1/requests/\(id)/\(path)", body, headers: ["If-Match": "\"7\""])
            #expect(stale.status == 412)
            #expect(try await client.send(.get, "/v1/requests/\(id)").json.string("state") == "registered")
        }
    }

    @Test("another district's request is not found, whatever is asked of it")
    func foreignDistrict() async throws {
        try await IntakeHarness.serving { intake, client in
            let receipt = try await client.register()
            let id = try receipt.string("id")
            try await verify(try receipt.identifier("id"), order: 1, in: intake)
            let foreign = "call-taker,verifier,manager@330411@9"
            let absent = try await client.send(.get, "/v1/requests/00000000-0000-7000-8000-000000000000", as: foreign)
            for (path, body) in [
                ("", nil), ("/contact", "{\"reason\":\"x\"}"), ("/withdraw", ""),
                ("/accept", "{\"category\":\"\(IntakeHarness.category)\",\"area\":\"330411001001\"}"),
                ("/hand-over", "{\"authority\":\"119\"}"),
                ("/callbacks", "{\"result\":\"satisfied\",\"resolved\":true}"), ("/refuse", "{\"reason\":\"abuse\"}"),
            ] as [(String, String?)] {
                let reply = try await client.send(
                    body == nil ? .get : .post, "/v1/requests/\(id)\(path)", body.flatMap { $0.isEmpty ? nil : $0 },
                    as: foreign, headers: ["If-Match": "\"1\""])
                #expect(reply.status == 404, "\(path)")
                #expect(try reply.json.string("title") == absent.json.string("title"))
            }
            for path in [
                "/v1/requests", "/v1/requests?state=callback_due", "/v1/requests?area=330402", "/v1/callbacks",
            ] {
                let page = try await client.send(.get, path, as: foreign).json
                #expect(try page.column("items", "id").isEmpty, "\(path)")
            }
        }
    }

    @Test(
        "a list's parameters are from its own list, once each, and within their range",
        arguments: [
            "sort=name;drop%20table", "limit=-1", "limit=0", "limit=201", "limit=1000000000", "cursor=zzz",
            "state=registered&state=closed", "state=open", "area=33", "category=/", "unknown=1",
        ])
    func parameters(query: String) async throws {
        try await IntakeHarness.serving { _, client in
            let reply = try await client.send(.get, "/v1/requests?\(query)")
            #expect(reply.status == 400)
        }
    }

    @Test("a cursor of one list is no cursor of another")
    func cursors() async throws {
        try await IntakeHarness.serving { _, client in
            for number in 0..<3 {
                _ = try await client.register(Form.with("\"text\":\"路灯\(number)\",\"area\":\"\(IntakeHarness.grid)\""))
            }
            let first = try await client.send(.get, "/v1/requests?limit=2").json
            let cursor = try first.string("next_cursor")
            let second = try await client.send(.get, "/v1/requests?limit=2&cursor=\(cursor)").json
            let pages = try [first, second].map { try $0.column("items", "id") }
            #expect(pages.map(\.count) == [2, 1])
            #expect(Set(pages.joined()).count == 3)
            #expect(try second.optionalString("next_cursor") == nil)
            #expect(
                try await client.send(.get, "/v1/callbacks?cursor=\(cursor)", as: IntakeClient.verifier).status == 400)
        }
    }

    @Test("a wrong code and wrong digits get one and the same answer")
    func tracking() async throws {
        try await IntakeHarness.serving { _, client in
            let code = try await client.register().string("tracking_code")
            let other = TrackingCode(random: (1, 2)).text
            var bodies: Set<String> = []
            for (code, digits) in [
                (code, "0000"), (other, "5678"), ("nonsense", "5678"), (code, "56789"), (code, "五六七八"),
            ] {
                for (path, more) in [("tracking", ""), ("ratings", ",\"stars\":5")] {
                    let reply = try await client.send(
                        .post, "/v1/public/\(path)", "{\"code\":\"\(code)\",\"phone_last4\":\"\(digits)\"\(more)}",
                        as: nil)
                    #expect(reply.status == 404)
                    bodies.insert(try reply.json.string("type") + reply.json.string("title"))
                }
            }
            #expect(bodies.count == 1)
            let early = try await client.send(
                .post, "/v1/public/ratings", "{\"code\":\"\(code)\",\"phone_last4\":\"5678\",\"stars\":5}", as: nil)
            #expect(early.status == 409)
            for stars in ["0", "6", "-1", "2.5", "9223372036854775808"] {
                let reply = try await client.send(
                    .post, "/v1/public/ratings", "{\"code\":\"\(code)\",\"phone_last4\":\"5678\",\"stars\":\(stars)}",
                    as: nil)
                #expect(reply.status == 422, "\(stars)")
            }
        }
    }
}
