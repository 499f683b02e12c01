import HTTPTypes
import IntakeDomain
import Kernel
import Postgres
import Reliability
import ServiceTestSupport
import Testing
import Wire

@Suite("Registering over HTTP")
struct RegistrationHTTPTests {
    @Test("a call-taker gets number, tracking code, category and place at once")
    func registration() async throws {
        try await IntakeHarness.serving { _, client in
            let reply = try await client.send(.post, "/v1/requests", Form.located)
            #expect(reply.status == 201)
            #expect(reply.headers[.eTag] == "\"2\"")
            #expect(reply.headers[.cacheControl] == "no-store")
            let json = try reply.json
            #expect(reply.headers[.location] == "/v1/requests/\(try json.string("id"))")
            #expect(try json.string("state") == "accepted")
            #expect(try json.string("category") == IntakeHarness.category)
            #expect(try json.string("area") == IntakeHarness.grid)
            #expect(try json.bool("located"))
            #expect(RequestNumber(try json.string("number")) != nil)
            #expect(TrackingCode(try json.string("tracking_code")) != nil)
            #expect(try json.timestamp("registered_at").iso8601 == "2026-11-21T02:00:00Z")
        }
    }

    @Test("the same key and body get the same bytes; another body, a long key and an empty one do not")
    func idempotency() async throws {
        try await IntakeHarness.serving { intake, client in
            let key = ["Idempotency-Key": "5f1c0d2e"]
            let first = try await client.send(.post, "/v1/requests", Form.located, headers: key)
            intake.clock.advance(by: .seconds(3_600))
            let second = try await client.send(.post, "/v1/requests", Form.located, headers: key)
            #expect(second.status == 201)
            #expect(second.text == first.text)
            let other = try await client.send(.post, "/v1/requests", Form.placeless, headers: key)
            #expect(other.status == 422)
            #expect(try other.problem == "idempotency-mismatch")
            let long = String(repeating: "k", count: 256)
            #expect(
                try await client.send(.post, "/v1/requests", Form.located, headers: ["Idempotency-Key": long]).status
                    == 400)
            #expect(try await intake.count("requests") == 1)
        }
    }

    @Test("two clicks on one button are one request, and the second answer says so")
    func twoClicks() async throws {
        try await IntakeHarness.serving { intake, client in
            let first = try await client.register()
            let second = try await client.send(.post, "/v1/requests", Form.located)
            #expect(second.status == 200)
            #expect(try second.json.bool("duplicate"))
            #expect(try second.json.string("id") == first.string("id"))
            #expect(try await intake.count("requests") == 1)
        }
    }

    @Test(
        "two registrations without a key that differ in anything are two requests",
        arguments: [
            "\"area\":\"330411001001\"", "\"area\":\"330402007001002\"", "\"title\":\"路灯\"", "\"urgency\":\"urgent\"",
            "\"category\":\"交通运输\"", "\"requester\":{\"phone\":\"13812345678\",\"name\":\"王小明\"}",
            "\"requester\":{\"phone\":\"13812345678\",\"address\":\"中山路10号\"}",
            "\"requester\":{\"phone\":\"13812345678转801\"}",
            "\"location\":{\"latitude\":30.725,\"longitude\":120.725,\"crs\":\"wgs84\"}",
        ])
    func twoRequests(difference: String) async throws {
        try await IntakeHarness.serving { intake, client in
            let base = "\"text\":\"路灯坏了\""
            let phone = difference.contains("requester") ? "" : ",\"requester\":{\"phone\":\"13812345678\"}"
            let first = Form.with(base + ",\"requester\":{\"phone\":\"13812345678\"}")
            let other = Form.with(base + phone + "," + difference)
            var statuses: [Int] = []
            for form in [first, other, other] {
                statuses.append(try await client.send(.post, "/v1/requests", form).status)
            }
            // Another caller's request is another request.
            statuses.append(try await client.send(.post, "/v1/requests", other, as: "call-taker@3304@2").status)
            #expect(statuses == [201, 201, 200, 201])
            #expect(try await intake.count("requests") == 3)
        }
    }

    @Test(
        "the same key is the same request however its JSON is written",
        arguments: [
            // Members in another order, white space, an escape, a number with a fraction, a mark at the start.
            """
            {"location":{"crs":"wgs84","longitude":120.0,"latitude":30.0},"requester":{"phone":"13812345678"},\
            "text":"路灯坏了","channel":"phone"}
            """,
            """
             { "channel" : "phone" , "text" : "\\u8def灯坏了", "requester" : { "phone" : "13812345678" },
              "location" : { "latitude" : 30, "longitude" : 1.2e2, "crs" : "wgs84" } }\n
            """,
            """
            \u{FEFF}{"channel":"phone","text":"路灯坏了","title":null,"category":"","requester":\
            {"phone":"+86 138 1234 5678","name":" "},"location":{"latitude":30,"longitude":120,"crs":"wgs84"}}
            """,
        ])
    func sameRequest(body: String) async throws {
        try await IntakeHarness.serving { intake, client in
            let key = ["Idempotency-Key": "5f1c0d2e"]
            let form = """
                {"channel":"phone","text":"路灯坏了","requester":{"phone":"13812345678"},\
                "location":{"latitude":30,"longitude":120,"crs":"wgs84"}}
                """
            let first = try await client.send(.post, "/v1/requests", form, headers: key)
            #expect(first.status == 201, "\(first.text)")
            let second = try await client.send(.post, "/v1/requests", body, headers: key)
            #expect(second.status == 201, "\(second.text)")
            #expect(second.text == first.text)
            #expect(try await intake.count("requests") == 1)
        }
    }

    @Test("a key whose holder has not committed is answered 409 with a time to come back")
    func inFlight() async throws {
        try await IntakeHarness.serving { intake, client in
            try await PostgresConnection.withConnection(intake.administrator) { other in
                // The name by which a transaction takes the key: the owner is the caller.
                let owner = ActorID(high: 0xAC70, low: 1)
                let lock = AdvisoryLock.idempotencyKey.numbers(of: "\("36.\(owner).k1")")
                _ = try await other.query("SELECT pg_advisory_lock(\(lock))")
                let reply = try await client.send(
                    .post, "/v1/requests", Form.located, headers: ["Idempotency-Key": "k1"])
                #expect(reply.status == 409)
                #expect(try reply.problem == "idempotency-in-flight")
                #expect(reply.headers[.retryAfter] == "1")
            }
            #expect(try await intake.count("requests") == 0)
        }
    }

    @Test("the public form is the web's and takes no category, urgency or channel")
    func publicForm() async throws {
        try await IntakeHarness.serving { intake, client in
            let body = """
                {"text":"门口的路灯坏了","requester":{"phone":"13812345678"},"area":"330402007001001"}
                """
            #expect(try await client.send(.post, "/v1/public/requests", body, as: nil).status == 201)
            #expect(try await intake.ask("SELECT channel FROM intake.requests", as: String.self) == ["web"])
            for smuggled in [
                "\"channel\":\"phone\"", "\"urgency\":\"emergency\"", "\"category\":\"交通运输\"", "\"isAdmin\":true",
            ] {
                let form = body.dropLast() + "," + smuggled + "}"
                let reply = try await client.send(.post, "/v1/public/requests", String(form), as: nil)
                #expect(reply.status == 400, "\(smuggled)")
                #expect(try reply.json.string("code") == "unknown_field")
            }
        }
    }

    @Test("only call-takers and other systems register for others", arguments: ["member", "dispatcher", "auditor"])
    func roles(role: String) async throws {
        try await IntakeHarness.serving { _, client in
            let reply = try await client.send(.post, "/v1/requests", Form.located, as: "\(role)@3304@1")
            #expect(reply.status == 403)
            #expect(try await client.send(.post, "/v1/requests", Form.located, as: nil).status == 401)
        }
    }

    @Test(
        "a place that can't be right is marked and waits for a person",
        arguments: [
            ("{\"latitude\":120.725,\"longitude\":30.725,\"crs\":\"wgs84\"}", "swapped"),
            ("{\"latitude\":0,\"longitude\":0,\"crs\":\"wgs84\"}", "null_island"),
            ("{\"latitude\":39.9,\"longitude\":116.4,\"crs\":\"wgs84\"}", "outside_city"),
        ])
    func doubtfulLocations(location: String, doubt: String) async throws {
        try await IntakeHarness.serving { _, client in
            let receipt = try await client.register(Form.with("\"text\":\"路灯坏了\",\"location\":\(location)"))
            #expect(try receipt.string("state") == "registered")
            #expect(try receipt.bool("located") == false)
            #expect(try receipt.string("area") == "3304")
            let detail = try await client.send(.get, "/v1/requests/\(try receipt.string("id"))").json
            #expect(try detail.string("doubt") == doubt)
        }
    }

    @Test("GCJ-02 coordinates are converted before they are placed")
    func chineseMap() async throws {
        try await IntakeHarness.serving { _, client in
            // 30.725, 120.7298 in WGS 84, inside the first grid; taken for WGS 84 it would lie in the second.
            let location = "{\"latitude\":30.7226,\"longitude\":120.7343,\"crs\":\"gcj02\"}"
            let receipt = try await client.register(Form.with("\"text\":\"路灯坏了\",\"location\":\(location)"))
            #expect(try receipt.string("area") == IntakeHarness.grid)
        }
    }

    @Test(
        "a value that is not acceptable is named, and nothing is stored",
        arguments: [
            (
                Form.with("\"text\":\"路灯\",\"location\":{\"latitude\":30.7,\"longitude\":120.7}"), "missing",
                "location.crs"
            ),
            (
                Form.with("\"text\":\"路灯\",\"location\":{\"latitude\":1e400,\"longitude\":120.7,\"crs\":\"wgs84\"}"),
                "out_of_range", nil
            ),
            (
                Form.with("\"text\":\"路灯\",\"location\":{\"latitude\":500,\"longitude\":120.7,\"crs\":\"wgs84\"}"),
                "out_of_range", "location.latitude"
            ),
            (Form.with("\"text\":\"路灯\",\"area\":\"33\""), nil, "area"),
            (Form.with("\"text\":\"路灯\\u0000\""), "nul_character", nil),
            (Form.with("\"text\":\"路灯\",\"category\":\"没有/这个\""), "unknown_value", "category"),
            (Form.with("\"text\":\"路灯\"", channel: "phone"), "missing", "requester.phone"),
            (Form.with("\"text\":\"路灯\"", channel: "telepathy"), nil, "channel"),
            (Form.with("\"title\":\"路灯\""), "missing", "text"), (Form.with("\"text\":\" \""), "empty", "text"),
            (Form.requester("\"phone\":\"138****5678\""), "masked", "requester.phone"),
            (Form.requester("\"phone\":\"138123456789\""), "unreadable", "requester.phone"),
            (Form.requester("\"phone\":\"82512345\""), "missing_area_code", "requester.phone"),
            (Form.requester("\"name\":\"王**\""), "masked", "requester.name"),
            (Form.requester("\"name\":\"王●●\""), "masked", "requester.name"),
            (Form.requester("\"phone\":\"138xxxx5678\""), "masked", "requester.phone"),
            (
                Form.requester("\"name\":\"e\(String(repeating: "\u{301}", count: 2_000))\""), "too_many_bytes",
                "requester.name"
            ),
            (Form.with("\"text\":\"路灯\u{FFFF}\""), "no_character", "text"),
            (Form.requester("\"name\":\"\(String(repeating: "王", count: 51))\""), "too_long", "requester.name"),
        ] as [(String, String?, String?)])
    func refused(body: String, code: String?, path: String?) async throws {
        try await IntakeHarness.serving { intake, client in
            let reply = try await client.send(.post, "/v1/requests", body)
            #expect(reply.status == 422, "\(reply.text)")
            if let code { #expect(try reply.json.string("code") == code) }
            if let path { #expect(try reply.json.string("path") == path) }
            #expect(try await intake.count("requests") == 0)
            #expect(try await intake.count("idempotency_keys") == 0)
        }
    }

    @Test("a text of 100 KB is refused with the limit, one of 20,000 characters is kept whole")
    func length() async throws {
        try await IntakeHarness.serving { _, client in
            let long = try await client.send(
                .post, "/v1/requests", Form.with("\"text\":\"\(String(repeating: "x", count: 102_400))\""))
            #expect(long.status == 422)
            #expect(try long.json.integer("limit") == 20_000)
            #expect(try long.json.string("unit") == "characters")
            let marked = String(repeating: "e" + String(repeating: "\u{301}", count: 5_000), count: 100)
            let wide = try await client.send(.post, "/v1/requests", Form.with("\"text\":\"\(marked)\""))
            #expect(try wide.json.integer("limit") == 800_000)
            #expect(try wide.json.string("unit") == "bytes")
            let text = String(repeating: "灯", count: 20_000)
            let receipt = try await client.register(Form.with("\"text\":\"\(text)\""))
            let detail = try await client.send(.get, "/v1/requests/\(try receipt.string("id"))").json
            #expect(try detail.string("text", maxLength: 20_000) == text)
        }
    }

    @Test(
        "markup, templates and rare characters come back as they were sent",
        arguments: [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "{{{x}}}",
            "\u{20BB7}野家门口👨‍👩‍👧", "第一行\\n第二行",
        ])
    func literal(text: String) async throws {
        try await IntakeHarness.serving { _, client in
            let receipt = try await client.register(Form.with("\"text\":\"\(text)\""))
            let detail = try await client.send(.get, "/v1/requests/\(try receipt.string("id"))").json
            #expect(try detail.string("text") == text.replacing("\\n", with: "\n"))
        }
    }

    @Test("bidirectional controls are gone from a name that is shown again")
    func bidi() async throws {
        try await IntakeHarness.serving { _, client in
            let receipt = try await client.register(
                Form.requester("\"name\":\"\u{202E}王小明\",\"phone\":\"13812345678\""))
            let contact = try await client.send(
                .post, "/v1/requests/\(try receipt.string("id"))/contact", "{\"reason\":\"check\"}"
            ).json
            #expect(try contact.string("name") == "王小明")
        }
    }

    @Test(
        "what is no JSON object is refused with the place where it ends being one",
        arguments: ["{", "[]", "{\"a\":1,\"a\":2}", "{\"text\":\"\\ud800\"}", "nonsense"])
    func syntax(body: String) async throws {
        try await IntakeHarness.serving { intake, client in
            let reply = try await client.send(.post, "/v1/requests", body)
            #expect((400...422).contains(reply.status))
            #expect(try await intake.count("requests") == 0)
        }
    }
}
