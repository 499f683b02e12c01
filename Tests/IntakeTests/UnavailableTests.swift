import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IntakeApplication
import IntakeDomain
import IntakeInbound
import Kernel
import Logging
import Messaging
import ServiceRuntime
import ServiceTestSupport
import Testing
import Wire

/// A store whose database is away.
private struct AbsentStore: IntakeStore {
    struct Away: TransientFailure {
        var isTransient: Bool { true }
    }

    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome { throw Away() }
    func receive(_ receipts: [Receipt], registrations: [RegistrationDraft]) async throws -> [Outcome] { throw Away() }
    func receive(_ receipts: [Receipt], notices: [WorkOrderNotice], now: Timestamp) async throws -> [Outcome] {
        throw Away()
    }
    func receive(_ receipts: [Receipt], areas: [Area]) async throws -> [Outcome] { throw Away() }
    func change(
        _ id: ServiceRequestID, by acting: Acting, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest { throw Away() }
    func rate(
        _ code: TrackingCode, lastFour: String, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest { throw Away() }
}

private struct AbsentQueries: RequestQueries {
    func request(_ id: ServiceRequestID, for acting: Acting) async throws -> RequestDetail? { throw AbsentStore.Away() }
    func requests(_ filter: RequestFilter, for acting: Acting) async throws -> [ServiceRequest] {
        throw AbsentStore.Away()
    }
    func callbacksDue(_ page: CallbackPage, for acting: Acting) async throws -> [ServiceRequest] {
        throw AbsentStore.Away()
    }
    func requests(of phone: PhoneNumber, limit: Int, for acting: Acting) async throws -> [ServiceRequest] {
        throw AbsentStore.Away()
    }
    func track(_ code: TrackingCode, lastFour: String) async throws -> TrackedRequest? { throw AbsentStore.Away() }
    func reveal(_ id: ServiceRequestID, to reader: ContactReader, at now: Timestamp) async throws -> Requester? {
        throw AbsentStore.Away()
    }
    func areas() async throws -> AreaTable { throw AbsentStore.Away() }
    func areasMark() async throws -> AreaTable.Mark { throw AbsentStore.Away() }
}

@Suite("Without a database")
struct UnavailableTests {
    @Test("every route says 503 and when to come again")
    func unavailable() async throws {
        let (store, queries) = (AbsentStore(), AbsentQueries())
        let catalogue = try IntakeHarness.catalogue()
        let register = RegisterRequests(
            store: store, catalogue: catalogue, areas: AreaDirectory(queries: queries), city: IntakeHarness.city,
            random: SystemRandomSource())
        let logger = Logger(label: "intake") { _ in SwiftLogNoOpLogHandler() }
        let api = try ServiceAPI(
            IntakeRoutes.description,
            endpoints: IntakeRoutes(
                register: register, change: ChangeRequests(store: store, tree: catalogue.tree), queries: queries
            ).endpoints, authenticator: TestAuthenticator(), logger: logger)
        try await Application(responder: api.responder, logger: logger).test(.router) { client in
            let client = IntakeClient(client: client)
            let id = "00000000-0000-7000-8000-000000000000"
            let proof = "\"code\":\"\(TrackingCode(random: (1, 2)).text)\",\"phone_last4\":\"5678\""
            for (method, path, body) in [
                (.post, "/v1/requests", Form.located), (.get, "/v1/requests", nil), (.get, "/v1/requests/\(id)", nil),
                (.post, "/v1/requests/\(id)/withdraw", nil), (.get, "/v1/callbacks", nil),
                (.post, "/v1/requests/\(id)/contact", "{\"reason\":\"x\"}"),
                (.post, "/v1/public/tracking", "{\(proof)}"),
                (.post, "/v1/requests/search", "{\"phone\":\"13812345678\"}"),
                (.post, "/v1/public/ratings", "{\(proof),\"stars\":5}"),
            ] as [(HTTPRequest.Method, String, String?)] {
                let reply = try await client.send(method, path, body, headers: ["If-Match": "\"1\""])
                #expect(reply.status == 503, "\(path)")
                #expect(reply.headers[.retryAfter] != nil)
            }
        }
    }
}
