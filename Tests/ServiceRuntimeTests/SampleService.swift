import City
import HTTPTypes
import Hummingbird
import InMemoryLogging
import Kernel
import Logging
import Tracing
import Wire

@testable import ServiceRuntime

/// A small service to put requests to.
struct SampleService: Sendable {
    enum ThingTag {}

    let tokens = Tokens()
    let records = InMemoryLogHandler()
    let metrics = PrometheusMetrics()
    let readiness: Readiness
    let clock: ServiceClock

    init(readiness: Readiness = Readiness([]), clock: any TimeSource = SystemClock()) {
        self.readiness = readiness
        self.clock = ServiceClock(clock)
    }

    func api() async throws -> ServiceAPI {
        let records = records
        return try ServiceAPI(
            ServiceDescription(name: "sample", title: "样例", version: "1.0.0", summary: "For tests."),
            endpoints: Self.endpoints, authenticator: try await tokens.verifier(), readiness: readiness,
            metrics: metrics, clock: clock, logger: Logger(label: "sample", factory: { _ in records }))
    }

    static let thing = Schema.object(
        name: "Thing",
        [
            .init("name", .string(maxLength: 20), "A name."),
            .init("size", .integer(0...100), required: false, "A size."),
            .init("weight", .number(), required: false, unit: "kg", "A weight."),
            .init("due", .timestamp, required: false, "A moment."),
            .init("owner", .object([.init("phone", .string(), "A phone.")]), required: false, "An owner."),
            .init("parts", .array(of: .object([.init("id", .identifier, "An id.")])), required: false, "Parts."),
        ])

    /// How many things there are, numbered from 1.
    static let things = 6

    private struct Broken: Error { let phone = "13800138000" }

    static let endpoints: [Endpoint] = [
        .authenticated(
            .post, "/v1/things", operation: "makeThing", summary: "Makes a thing.",
            roles: .any(.dispatcher, .callTaker),
            headers: [.idempotencyKey(required: false)], body: .json(thing),
            responses: [.init(.created, "It is made.", thing)]
        ) { request in
            let key = try request.idempotencyKey()
            let name = try request.json.string("name", maxLength: 20)
            let size = try request.json.optionalInteger("size", in: 0...100)
            _ = try request.json.optionalDouble("weight")
            _ = try request.json.optionalTimestamp("due")
            return .json(.created) { w in
                w.field("name", name)
                w.field("size", size)
                w.field("key", key)
                w.field("by", request.principal.id)
                w.field("area", request.principal.area)
                w.field("now", request.now)
                w.field("trace", request.trace.traceID)
            }
        },
        .authenticated(
            .get, "/v1/things", operation: "listThings", summary: "Lists things.", roles: .any(.dispatcher),
            query: QueryParameter.page + [
                .sort(["name", "made_at"]), .init("status", .choice(["open", "closed"]), "The status."),
                .init("area", .areaCode, "The area."), .init("owner", .identifier, "The owner."),
                .init("from", .timestamp, "From."), .init("to", .timestamp, "To."), .init("day", .date, "The day."),
                .init("tag", .text(maxLength: 10), repeated: true, "Tags."), .init("late", .boolean, "Late ones."),
            ], responses: [.init(.ok, "A page.", .page(of: thing))]
        ) { request in
            _ = try request.queryInterval(from: "from", to: "to")
            let start = try request.pageStart { Int($0.values[0]) } ?? 0
            let rows = Array((1...things).filter { $0 > start }.prefix(request.fetchLimit))
            let page = Page.cut(rows, limit: request.limit) { PageKey(["\($0)"]) }
            return .json { w in
                w.field("items", page.rows.map { "\($0)" })
                w.field("next_cursor", page.next.map { request.cursor(after: $0).description })
                w.field("limit", request.limit)
                w.field("sort", request.query("sort"))
                w.field("tags", request.queries("tag"))
            }
        },
        .authenticated(
            .put, "/v1/things/{id}", operation: "changeThing", summary: "Changes a thing.", roles: .only(.manager),
            headers: [.ifMatch], body: .json(thing), responses: [.init(.ok, "It is changed.", thing)]
        ) { request in
            let id = try request.identifier("id", of: ThingTag.self)
            let version = try request.expectedVersion()
            guard version == Version(value: 3) else { throw Problem.staleVersion(current: Version(value: 3)) }
            return .json(version: version.next()) { $0.field("id", id) }
        },
        .authenticated(
            .post, "/v1/things/{id}/closure", operation: "closeThing", summary: "Closes a thing.",
            roles: .only(.manager), responses: [.init(.noContent, "It is closed.")]
        ) { request in
            throw Problem.illegalTransition(from: "registered", allowed: ["accept", "refuse"])
        },
        .open(
            .get, "/v1/tracking/{code}", operation: "track", summary: "Tracks.", reason: "no account",
            pathParameters: [.token("code", "The code.")], responses: [.init(.ok, "Where it stands.", .anyObject)]
        ) { request in
            let code = try request.token("code")
            return .json { $0.field("code", code) }
        },
        .open(
            .post, "/v1/import", operation: "importThings", summary: "Imports.", reason: "a test",
            body: .bytes(types: ["text/csv"], limit: 100), responses: [.init(.ok, "Done.", .anyObject)]
        ) { request in .json { $0.field("bytes", request.bytes.count) } },
        .open(
            .get, "/v1/trace", operation: "trace", summary: "Says its trace.", reason: "a test",
            responses: [.init(.ok, "The trace.", .anyObject)]
        ) { request in
            .json { w in
                w.field("trace", request.trace.traceID)
                w.field("linked", ServiceContext.current?.linkedTrace?.traceID)
            }
        },
        .open(
            .get, "/v1/broken", operation: "breakDown", summary: "Breaks.", reason: "a test", responses: []
        ) { _ in throw Broken() },
        .open(
            .post, "/v1/echo", operation: "echo", summary: "Echoes.", reason: "a test",
            body: .json(.anyObject), responses: [.init(.ok, "The same.", .anyObject)]
        ) { request in .json(bytes: request.bytes) },
    ]
}

/// An answer that was read as a problem.
struct ReadProblem {
    let status: Int
    let object: WireObject

    init(_ bytes: some Collection<UInt8>) throws {
        object = try WireObject(parsing: Array(bytes))
        status = Int(try object.integer("status"))
    }

    var slug: String {
        get throws { String(try object.string("type").split(separator: ":").last ?? "") }
    }
}
