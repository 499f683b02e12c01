import HTTPTypes
import ServiceTestSupport
import Testing
import Wire

@Suite("Looking up a caller")
struct CallerHTTPTests {
    private static func search(_ phone: String) -> String { "{\"phone\":\"\(phone)\"}" }

    @Test("the phone's requests are found however it is typed, the newest first, in one's own area only")
    func found() async throws {
        try await IntakeHarness.serving { intake, client in
            let first = try await client.register().string("id")
            intake.clock.advance(by: .seconds(60))
            let second = try await client.register(Form.placeless.replacing("三天", with: "四天")).string("id")
            let other = Form.placeless.replacing("13812345678", with: "13900000000")
            _ = try await client.register(other)
            for typed in ["13812345678", "+86 138-1234-5678", "１３８12345678"] {
                let reply = try await client.send(.post, "/v1/requests/search", Self.search(typed))
                #expect(reply.status == 200)
                #expect(try reply.json.column("items", "id") == [second, first], "\(typed)")
                #expect(reply.headers[.cacheControl] == "no-store")
            }
            let elsewhere = try await client.send(
                .post, "/v1/requests/search", Self.search("13812345678"), as: "call-taker@330411@9")
            #expect(try elsewhere.json.column("items", "id").isEmpty)
        }
    }

    @Test(
        "what is no phone is named, and others than call-takers and managers may not ask",
        arguments: [
            ("{\"phone\":\"138****5678\"}", "call-taker@3304@1", 422), ("{\"phone\":\"x\"}", "call-taker@3304@1", 422),
            ("{}", "call-taker@3304@1", 422), ("{\"phone\":\"1\",\"x\":1}", "call-taker@3304@1", 400),
            (search("13812345678"), "manager@3304@2", 200), (search("13812345678"), "dispatcher@3304@2", 403),
            (search("13812345678"), "member@3304@2", 403), (search("13812345678"), "auditor@3304@2", 403),
        ])
    func refused(body: String, caller: String, status: Int) async throws {
        try await IntakeHarness.serving { _, client in
            let reply = try await client.send(.post, "/v1/requests/search", body, as: caller)
            #expect(reply.status == status)
        }
    }
}
