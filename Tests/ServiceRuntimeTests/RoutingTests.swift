import City
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Kernel
import Logging
import NIOCore
import Testing
import Wire

@testable import ServiceRuntime

@Suite("What a request meets before its handler")
struct RoutingTests {
    private let service = SampleService()

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, roles: [Role]? = [.dispatcher], headers: HTTPFields = [:],
        json: String? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let roles { headers[.authorization] = "Bearer \(try service.tokens.token(roles: roles))" }
        if json != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let (head, body) = (headers, json.map { ByteBuffer(string: $0) })
        return try await service.api().application(HTTPSettings()).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: head, body: body)
        }
    }

    private func slug(_ response: TestResponse) throws -> String {
        #expect(response.headers[.contentType] == "application/problem+json")
        let problem = try ReadProblem(response.body.readableBytesView)
        #expect(problem.status == response.status.code)
        #expect(try problem.object.string("request_id") == response.headers[.requestID])
        #expect(try problem.object.string("title").unicodeScalars.contains { $0.value > 0x4E00 })
        return try problem.slug
    }

    @Test("a good request reaches its handler with its caller, its moment and its trace")
    func good() async throws {
        let response = try await send(
            .post, "/v1/things",
            headers: [
                .traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                .idempotencyKey: "k 1".filter { $0 != " " },
            ],
            json: #"{"name":"桥","size":3}"#)
        #expect(response.status == .created)
        let object = try WireObject(parsing: Array(response.body.readableBytesView))
        #expect(try object.string("name") == "桥")
        #expect(try object.string("key") == "k1")
        #expect(try object.string("by") == Tokens.subject)
        #expect(try object.string("area") == "330402")
        #expect(try object.string("trace") == "0af7651916cd43dd8448eb211c80319c")
        #expect(response.headers[.requestID]?.count == 36)
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
    }

    @Test(
        "a traceparent that is malformed starts a new trace",
        arguments: [
            "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
        ])
    func badTrace(text: String) async throws {
        let response = try await send(.post, "/v1/things", headers: [.traceParent: text], json: #"{"name":"a"}"#)
        #expect(response.status == .created)
        let trace = try WireObject(parsing: Array(response.body.readableBytesView)).string("trace")
        #expect(trace.count == 32)
        #expect(trace != "0af7651916cd43dd8448eb211c80319c")
    }

    @Test("an anonymous caller's trace is not carried on: a new one begins, linked to it")
    func anonymousTrace() async throws {
        let claimed = "0af7651916cd43dd8448eb211c80319c"
        for roles in [nil, [Role.dispatcher]] {
            let response = try await send(
                .get, "/v1/trace", roles: roles,
                headers: [.traceParent: "00-\(claimed)-b7ad6b7169203331-01"])
            let object = try WireObject(parsing: Array(response.body.readableBytesView))
            // The route is open, so a token is not looked at.
            #expect(try object.string("trace") != claimed)
            #expect(try object.string("linked") == claimed)
        }
    }

    @Test("a failure on an open route is not logged under a trace of the caller's choice")
    func failedTrace() async throws {
        let service = SampleService()
        let claimed = "0af7651916cd43dd8448eb211c80319c"
        try await service.api().application(HTTPSettings()).test(.router) { client in
            _ = try await client.execute(
                uri: "/v1/broken", method: .get, headers: [.traceParent: "00-\(claimed)-b7ad6b7169203331-01"])
        }
        let failed = try #require(service.records.entries.first { $0.message == "request failed" })
        #expect(failed.metadata[LogKeys.traceID] != .string(claimed))
    }

    @Test(
        "a path that is not ours, byte for byte, is not found",
        arguments: [
            "/", "/v1", "/v1/thing", "/v1/things/", "//v1/things", "/v1//things", "/V1/things", "/v1/things.",
            "/v1/%2e%2e/things",
            "/v1/tracking/..", "/v1/tracking/%2e%2e", "/v1/tracking/a%2fb", "/v1/tracking/", "/v1/tracking/%00",
            "/v1/tracking/%zz",
            "/v1/tracking/%ff", "/v1/tracking/../things", "/v1/things/7/closure", "/v1/things/not-a-uuid/closure",
        ])
    func notFound(path: String) async throws {
        let response = try await send(.get, path)
        #expect(response.status == .notFound)
        #expect(try slug(response) == "not-found")
    }

    @Test("an identifier that is malformed is not found, no matter who asks")
    func malformedIdentifier() async throws {
        for id in ["1", "018f4c00-0000-7000-8000-00000000000", "018f4c00-0000-7000-8000-0000000000zz", "%20"] {
            #expect(try await send(.put, "/v1/things/\(id)", roles: [.manager], json: "{}").status == .notFound)
            #expect(try await send(.put, "/v1/things/\(id)", roles: nil, json: "{}").status == .notFound)
        }
    }

    @Test("an escaped letter is the letter")
    func escapes() async throws {
        let response = try await send(.get, "/v1/%74racking/a%2Db", roles: nil)
        #expect(response.status == .ok)
        #expect(try WireObject(parsing: Array(response.body.readableBytesView)).string("code") == "a-b")
    }

    @Test(
        "a method that the path does not have is refused with those it has",
        arguments: [
            (HTTPRequest.Method.delete, "/v1/things", "GET, HEAD, POST"), (.trace, "/v1/things", "GET, HEAD, POST"),
            (.options, "/v1/things", "GET, HEAD, POST"), (.connect, "/health/live", "GET, HEAD"),
            (.post, "/v1/tracking/abc", "GET, HEAD"), (HTTPRequest.Method("BREW") ?? .get, "/v1/broken", "GET, HEAD"),
        ])
    func methodNotAllowed(method: HTTPRequest.Method, path: String, allowed: String) async throws {
        let response = try await send(method, path)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == allowed)
        #expect(try slug(response) == "method-not-allowed")
    }

    @Test("a method in X-HTTP-Method-Override is ignored")
    func methodOverride() async throws {
        let override = try #require(HTTPField.Name("X-HTTP-Method-Override"))
        let response = try await send(
            .get, "/v1/things/018f4c00-0000-7000-8000-000000000001", roles: [.manager], headers: [override: "PUT"])
        #expect(response.status == .methodNotAllowed)
    }

    @Test("HEAD is answered where GET is, without a body")
    func head() async throws {
        let response = try await send(.head, "/v1/tracking/abc", roles: nil)
        #expect(response.status == .ok)
        #expect(response.body.readableBytes == 0)
        #expect(response.headers[.contentLength] == "14")
    }

    @Test("without a token, or with two, or with another scheme, the answer is always the same")
    func unauthenticated() async throws {
        let good = try service.tokens.token()
        let headers: [HTTPFields] = [
            [:], [.authorization: ""], [.authorization: "Bearer"], [.authorization: "Bearer "], [.authorization: good],
            [.authorization: "Basic \(good)"], [.authorization: "Bearer  \(good)"], [.authorization: "Bearer x"],
            [.authorization: "Bearer \(String(repeating: "a", count: 10_000))"],
        ]
        for headers in headers {
            let response = try await send(.get, "/v1/things", roles: nil, headers: headers)
            #expect(response.status == .unauthorized)
            #expect(response.headers[.wwwAuthenticate] == "Bearer")
            #expect(try slug(response) == "unauthenticated")
            #expect(try ReadProblem(response.body.readableBytesView).object.optionalString("detail") == nil)
        }
        var twice = HTTPFields()
        twice.append(HTTPField(name: .authorization, value: "Bearer \(good)"))
        twice.append(HTTPField(name: .authorization, value: "Bearer \(good)"))
        #expect(try await send(.get, "/v1/things", roles: nil, headers: twice).status == .unauthorized)
    }

    @Test("a caller without the role is refused before the body is looked at")
    func forbidden() async throws {
        let response = try await send(.post, "/v1/things", roles: [.auditor, .member], json: "{")
        #expect(response.status == .forbidden)
        #expect(try slug(response) == "forbidden")
    }

    @Test(
        "a caller with one of the roles is let in",
        arguments: [[Role.callTaker], [.dispatcher], [.auditor, .callTaker]])
    func oneRoleIsEnough(roles: [Role]) async throws {
        #expect(try await send(.post, "/v1/things", roles: roles, json: #"{"name":"a"}"#).status == .created)
    }

    @Test("the scheme of a token may be written in any case")
    func schemeCase() async throws {
        let headers: HTTPFields = [.authorization: "bEARER \(try service.tokens.token())"]
        #expect(try await send(.get, "/v1/things", roles: nil, headers: headers).status == .ok)
    }

    @Test("a failure of ours says nothing of the inside and is logged once, without what was in it")
    func failure() async throws {
        let response = try await send(.get, "/v1/broken", roles: nil)
        #expect(response.status == .internalServerError)
        #expect(try slug(response) == "internal")
        #expect(!String(buffer: response.body).contains("Broken"))
        let errors = service.records.entries.filter { $0.level >= .warning }
        #expect(errors.count == 1)
        #expect(errors.first?.metadata[LogKeys.requestID]?.description == response.headers[.requestID])
        #expect(errors.first?.metadata[LogKeys.error]?.description.contains("Broken") == true)
        #expect(errors.first?.metadata.description.contains("13800138000") == false)
    }
}
