import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Synchronization
import TestSupport
import Testing
import Wire

@testable import ServiceRuntime

@Suite("The OpenAPI document and the four routes of every service")
struct OpenAPITests {
    private func document() async throws -> WireObject {
        try await SampleService().api().application(HTTPSettings()).test(.router) { client in
            let response = try await client.execute(uri: "/openapi.json", method: .get)
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            return try WireObject(parsing: Array(response.body.readableBytesView))
        }
    }

    @Test("the document has every route that is served, and no other")
    func parity() async throws {
        let service = SampleService()
        let api = try await service.api()
        let served = api.responder.table.routes.map {
            "\($0.endpoint.method.rawValue.lowercased()) \($0.template.text)"
        }
        let paths = try await document().object("paths")
        var written: [String] = []
        for path in paths.members.keys {
            for method in try paths.object(path).members.keys { written.append("\(method) \(path)") }
        }
        #expect(written.sorted() == served.sorted())
    }

    @Test("an operation says who may call it, what it takes and what it answers")
    func operation() async throws {
        let document = try await document()
        #expect(try document.string("openapi") == "3.1.0")
        let make = try document.object("paths").object("/v1/things").object("post")
        #expect(try make.string("operationId") == "makeThing")
        #expect(
            try make.array("security", max: 1) { scheme throws(WireError) in try scheme.strings("bearer") } == [
                ["call-taker", "dispatcher"]
            ])
        let reference = try make.object("requestBody").object("content").object("application/json").object("schema")
            .string("$ref")
        #expect(reference == "#/components/schemas/Thing")
        let thing = try document.object("components").object("schemas").object("Thing")
        #expect(try thing.strings("required") == ["name"])
        #expect(try thing.bool("additionalProperties") == false)
        #expect(try thing.object("properties").object("weight").string("x-unit") == "kg")
        #expect(try make.object("responses").members.keys == ["201", "default"])
        let track = try document.object("paths").object("/v1/tracking/{code}").object("get")
        #expect(try track.array("security", max: 0) { _ throws(WireError) in 0 }.isEmpty)
        let list = try document.object("paths").object("/v1/things").object("get")
        let names = try list.array("parameters", max: 50) { parameter throws(WireError) in try parameter.string("name")
        }
        #expect(names.contains("limit") && names.contains("cursor") && names.contains("sort"))
    }

    @Test("a problem carries what its schema requires, and nothing that the schema does not name")
    func problems() async throws {
        let schema = try await document().object("components").object("schemas").object("Problem")
        let members = try schema.object("properties").members.keys
        let required = try schema.strings("required")
        #expect(try schema.bool("additionalProperties"))
        for problem in [
            Problem.malformedBody(code: "syntax", offset: 3), .unknownField(path: "a"),
            .invalidField(code: "too_long", path: "a", limit: .init(200, .characters)), .invalidQuery("a", "is wrong"),
            .invalidHeader("If-Match", "is wrong"), .badRequest, .unauthenticated, .forbidden, .notFound,
            .methodNotAllowed(["GET"]), .timeout, .illegalTransition(from: "a", allowed: ["b"]), .idempotencyInFlight,
            .staleVersion(current: Version(value: 2)), .contentTooLarge(limit: 1), .unsupportedMediaType(["a/b"]),
            .idempotencyMismatch, .preconditionRequired, .headTooLarge, .internalError, .unavailable(),
        ] {
            let keys = try WireObject(parsing: problem.body(requestID: "r")).members.keys
            #expect(Set(keys).isSubset(of: members), "\(problem.slug)")
            #expect(Set(required).isSubset(of: keys), "\(problem.slug)")
        }
    }

    @Test("every reference in the document leads somewhere")
    func references() async throws {
        let document = try await document()
        let schemas = try document.object("components").object("schemas").members.keys
        func check(_ value: JSONValue) {
            switch value {
            case .object(let members):
                for (key, inner) in members.pairs {
                    if key == "$ref", case .string(let target) = inner {
                        #expect(schemas.contains(String(target.split(separator: "/").last ?? "")))
                    }
                    check(inner)
                }
            case .array(let values): for inner in values { check(inner) }
            default: break
            }
        }
        check(.object(document.members))
    }

    @Test("routes that clash or are malformed are refused at the start")
    func clashes() throws {
        func endpoint(
            _ path: String, _ operation: String, reason: String = "a test", _ parameters: [PathParameter] = []
        ) -> Endpoint {
            .open(
                .get, path, operation: operation, summary: "A route.", reason: reason, pathParameters: parameters,
                responses: []
            ) { _ in .noContent }
        }
        let bad: [[Endpoint]] = [
            [endpoint("/a/{id}", "one"), endpoint("/a/{other}", "two")],
            [endpoint("/a", "one"), endpoint("/b", "one")],
            [endpoint("a", "one")], [endpoint("/a/", "one")], [endpoint("/a//b", "one")],
            [endpoint("/{id}/{id}", "one")],
            [endpoint("/x{id}", "one")], [endpoint("/{}", "one")], [endpoint("/a", "one", reason: "")],
            [endpoint("/a", "one", [.token("code", "A code.")])],
        ]
        for endpoints in bad { #expect(throws: RouteError.self) { _ = try RouteTable(endpoints) } }
        _ = try RouteTable([
            endpoint("/", "root"), endpoint("/a/{id}", "one"), endpoint("/a/mine", "two"),
            endpoint("/a/{id}/b", "three"),
        ])
    }

    @Test("a literal part wins over a parameter, which is tried where it leads nowhere")
    func precedence() throws {
        func endpoint(_ path: String, _ operation: String) -> Endpoint {
            .open(
                .get, path, operation: operation, summary: "A route.", reason: "a test",
                pathParameters: path.contains("{") ? [.token("id", "x")] : [], responses: []
            ) { _ in .noContent }
        }
        let table = try RouteTable([
            endpoint("/a/{id}/b", "parameter"), endpoint("/a/mine", "literal"), endpoint("/a/{id}", "short"),
        ])
        func found(_ path: String) -> String? {
            if case .found(let route, _) = table.match(.get, path: path[...]) { route.endpoint.operation } else { nil }
        }
        #expect(found("/a/mine") == "literal")
        #expect(found("/a/mine/b") == "parameter")
        #expect(found("/a/other") == "short")
        #expect(found("/a/other/c") == nil)
    }

    @Test("a service is ready when all its checks pass, and says which did not")
    func readiness() async throws {
        struct Gone: Error {}
        let ready = Readiness(
            [HealthCheck("postgres") {}, HealthCheck("amqp", isHealthy: { true })], timeout: patience)
        let unready = Readiness(
            [
                HealthCheck("postgres") {}, HealthCheck("amqp") { throw Gone() },
                HealthCheck("disk", isHealthy: { false }),
            ], timeout: patience)
        let draining = Readiness([])
        draining.drain()
        for (readiness, status, word, failed) in [
            (ready, 200, "ready", [String]()), (unready, 503, "unavailable", ["amqp", "disk"]),
            (draining, 503, "draining", []),
        ] {
            try await SampleService(readiness: readiness).api().application(HTTPSettings()).test(.router) { client in
                let response = try await client.execute(uri: "/health/ready", method: .get)
                #expect(response.status.code == status)
                let object = try WireObject(parsing: Array(response.body.readableBytesView))
                #expect(try object.string("status") == word)
                #expect(try object.strings("failed") == failed)
                #expect(try await client.execute(uri: "/health/live", method: .get).status == .ok)
            }
        }
    }

    @Test("many who ask at once, and again within the second, cost one run of the checks")
    func sharedChecks() async {
        let runs = Atomic(0)
        let gate = AsyncStream.makeStream(of: Void.self)
        let readiness = Readiness(
            [
                HealthCheck(
                    "postgres",
                    check: {
                        runs.add(1, ordering: .relaxed)
                        for await _ in gate.stream { break }
                    })
            ], timeout: patience, interval: patience)
        await withTaskGroup(of: [String].self) { group in
            for _ in 0..<100 { group.addTask { await readiness.failures() } }
            gate.continuation.yield()
            for await failed in group { #expect(failed.isEmpty) }
        }
        _ = await readiness.failures()
        #expect(runs.load(ordering: .relaxed) == 1)
    }

    @Test("an outcome that is old is found out again")
    func checkedAgain() async {
        let isThere = Atomic(false)
        let readiness = Readiness(
            [HealthCheck("amqp", isHealthy: { isThere.load(ordering: .relaxed) })], timeout: patience, interval: .zero)
        #expect(await readiness.failures() == ["amqp"])
        isThere.store(true, ordering: .relaxed)
        #expect(await readiness.failures().isEmpty)
    }

    @Test("a check that does not answer fails after two seconds")
    func slowCheck() async {
        let failures = await Readiness([HealthCheck("slow") { try await Task.sleep(for: .seconds(600)) }]).failures()
        #expect(failures == ["slow"])
    }
}
