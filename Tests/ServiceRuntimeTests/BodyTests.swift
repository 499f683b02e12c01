import City
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Testing
import Wire

@testable import ServiceRuntime

@Suite("What a body may be")
struct BodyTests {
    private let service = SampleService()

    private func post(
        to path: String = "/v1/things", type: String? = "application/json", _ bytes: [UInt8], headers: HTTPFields = [:],
        method: HTTPRequest.Method = .post, roles: [Role] = [.dispatcher, .manager]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.authorization] = "Bearer \(try service.tokens.token(roles: roles))"
        headers[.contentType] = type
        let head = headers
        return try await service.api().application(HTTPSettings()).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: head, body: ByteBuffer(bytes: bytes))
        }
    }

    private func problem(_ response: TestResponse) throws -> ReadProblem {
        try ReadProblem(response.body.readableBytesView)
    }

    @Test(
        "what is no JSON is refused with the place",
        arguments: [
            ([0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D], "invalid_utf8"),
            (Array(#"{"name":"\ud800"}"#.utf8), "lone_surrogate"),
            (Array(repeating: 0x5B, count: 10_000), "too_deep"),
            (Array(#"{"name":"a","name":"b"}"#.utf8), "duplicate_key"),
            (Array("{".utf8), "syntax"), (Array("{} {}".utf8), "trailing_bytes"), ([], "syntax"),
        ] as [([UInt8], String)])
    func malformed(bytes: [UInt8], code: String) async throws {
        let response = try await post(bytes)
        #expect(response.status == .badRequest)
        let problem = try problem(response)
        #expect(try problem.slug == "malformed-body")
        #expect(try problem.object.string("code") == code)
        #expect(try problem.object.optionalInteger("offset") != nil)
    }

    @Test(
        "a member that the schema does not name is refused with its path, at any depth",
        arguments: [
            (#"{"name":"a","isAdmin":true}"#, "isAdmin"),
            (#"{"name":"a","owner":{"phone":"1","vip":true}}"#, "owner.vip"),
            (#"{"name":"a","parts":[{"id":"x"},{"id":"x","price":1}]}"#, "parts[1].price"),
            (#"{"name":"a","13812345678":true}"#, "?"), ("\u{FEFF}" + #"{"name":"a","isAdmin":true}"#, "isAdmin"),
        ])
    func unknownField(json: String, path: String) async throws {
        let response = try await post(Array(json.utf8))
        #expect(response.status == .badRequest)
        let problem = try problem(response)
        #expect(try problem.slug == "unknown-field")
        #expect(try problem.object.string("code") == "unknown_field")
        #expect(try problem.object.string("path") == path)
    }

    @Test(
        "what is JSON and says something unacceptable is refused with the path",
        arguments: [
            (#"{"name":"a\u0000b"}"#, "nul_character", "name"),
            (#"{"name":"a","weight":NaN}"#, "out_of_range", "weight"),
            (#"{"name":"a","weight":-0}"#, "out_of_range", "weight"),
            (#"{"name":"a","weight":1e400}"#, "out_of_range", "weight"),
            (#"{"name":"a","size":9223372036854775808}"#, "out_of_range", "size"),
            (#"{"name":"a","size":101}"#, "out_of_range", "size"), (#"{"name":"a","size":-1}"#, "out_of_range", "size"),
            (#"{"size":1}"#, "missing", "name"), (#"{"name":null}"#, "missing", "name"),
            (#"{"name":1}"#, "wrong_type", "name"),
            (#"{"name":"123456789012345678901"}"#, "too_long", "name"),
            (#"{"name":"a","due":"2026-02-30T00:00:00Z"}"#, "out_of_range", "due"),
            (#"{"name":"a","due":"2026-02-28T00:00:00"}"#, "unknown_value", "due"), ("[]", "wrong_type", ""),
            ("7", "wrong_type", ""),
        ])
    func unacceptable(json: String, code: String, path: String) async throws {
        let response = try await post(Array(json.utf8))
        #expect(response.status == .unprocessableContent)
        let problem = try problem(response)
        #expect(try problem.slug == "invalid-field")
        #expect(try problem.object.string("path") == path)
        if !(json.contains("due")) { #expect(try problem.object.string("code") == code) }
        #expect(!String(buffer: response.body).contains("isAdmin\":true"))
    }

    @Test(
        "a body of another type is refused, a form trick included",
        arguments: [
            nil, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "application/jsonx",
            "text/plain; application/json", "application/json; charset=gbk", "application/json, text/plain",
        ])
    func mediaType(type: String?) async throws {
        let response = try await post(type: type, Array(#"{"name":"a"}"#.utf8))
        #expect(response.status == .unsupportedMediaType)
        #expect(try problem(response).object.strings("accepted") == ["application/json"])
    }

    @Test(
        "the type may be written in any case and say UTF-8",
        arguments: ["application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""])
    func mediaTypeForms(type: String) async throws {
        #expect(try await post(type: type, Array(#"{"name":"a"}"#.utf8)).status == .created)
    }

    @Test("an encoding is refused")
    func encodings() async throws {
        let body = Array(#"{"name":"a"}"#.utf8)
        #expect(try await post(body, headers: [.contentEncoding: "gzip"]).status == .unsupportedMediaType)
        #expect(try await post(body, headers: [.contentEncoding: "identity"]).status == .unsupportedMediaType)
    }

    @Test("two content types are refused, whichever comes first")
    func twoTypes() async throws {
        for types in [["application/json", "text/plain"], ["text/plain", "application/json"]] {
            var headers = HTTPFields()
            for type in types { headers.append(HTTPField(name: .contentType, value: type)) }
            let head = headers
            try await service.api().application(HTTPSettings()).test(.router) { client in
                let response = try await client.execute(
                    uri: "/v1/echo", method: .post, headers: head, body: ByteBuffer(string: "{}"))
                #expect(response.status == .unsupportedMediaType)
            }
        }
    }

    @Test("a body of exactly the limit is read and one of a byte more is not", arguments: [(100, 200), (101, 413)])
    func limit(length: Int, status: Int) async throws {
        let response = try await post(to: "/v1/import", type: "text/csv", Array(repeating: 0x61, count: length))
        #expect(response.status.code == status)
        if status == 413 {
            #expect(try problem(response).slug == "content-too-large")
            #expect(try problem(response).object.integer("limit") == 100)
            #expect(response.headers[.connection] == "close")
        }
    }

    @Test("a JSON body of 2 MiB is read and one of a byte more is not", arguments: [(0, 200), (1, 413)])
    func defaultLimit(more: Int, status: Int) async throws {
        let frame = #"{"text":""}"#
        let text = String(repeating: "a", count: BodyKind.defaultLimit - frame.utf8.count + more)
        let response = try await post(to: "/v1/echo", Array(#"{"text":"\#(text)"}"#.utf8))
        #expect(response.status.code == status)
    }

    @Test("a route that takes no body refuses one")
    func unexpected() async throws {
        let response = try await post(to: "/v1/tracking/abc", Array("{}".utf8), method: .get)
        #expect(response.status == .badRequest)
        #expect(try problem(response).slug == "unexpected-body")
    }

    @Test(
        "an Idempotency-Key is 1 to 255 printable characters",
        arguments: [
            (String(repeating: "k", count: 255), 201), (String(repeating: "k", count: 256), 400), ("", 400),
            ("a b", 400),
            ("k\u{00E9}", 400), ("~!", 201),
        ])
    func idempotencyKey(key: String, status: Int) async throws {
        let response = try await post(Array(#"{"name":"a"}"#.utf8), headers: [.idempotencyKey: key])
        #expect(response.status.code == status)
    }

    @Test(
        "a change needs the version that was read",
        arguments: [
            (nil, 428), ("\"3\"", 200), ("\"2\"", 412), ("3", 400), ("W/\"3\"", 400), ("*", 400), ("\"-1\"", 400),
            ("\"x\"", 400),
        ])
    func preconditions(tag: String?, status: Int) async throws {
        var headers = HTTPFields()
        headers[.ifMatch] = tag
        let response = try await post(
            to: "/v1/things/018f4c00-0000-7000-8000-000000000001", Array(#"{"name":"a"}"#.utf8), headers: headers,
            method: .put)
        #expect(response.status.code == status)
        if status == 412 {
            #expect(response.headers[.eTag] == "\"3\"")
            #expect(try problem(response).object.integer("version") == 3)
        }
        if status == 200 { #expect(response.headers[.eTag] == "\"4\"") }
    }

    @Test("a transition that the state does not allow names those it does")
    func transitions() async throws {
        let response = try await post(to: "/v1/things/018f4c00-0000-7000-8000-000000000001/closure", type: nil, [])
        #expect(response.status == .conflict)
        let problem = try problem(response)
        #expect(try problem.slug == "illegal-transition")
        #expect(try problem.object.string("state") == "registered")
        #expect(try problem.object.strings("allowed") == ["accept", "refuse"])
    }
}
