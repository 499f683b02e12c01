import City
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IntakeApplication
import IntakeDomain
import IntakeInbound
import Kernel
import Logging
import Messaging
import PersonalData
import ServiceRuntime
import ServiceTestSupport
import Testing
import UseCases
import Wire

/// Ports whose database is away.
private struct AbsentPorts: IntakeStore, RequestQueries {
    struct Away: TransientFailure {
        var isTransient: Bool { true }
    }

    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome { throw Away() }
    func receive(_ entries: [InboxEntry], registrations: [RegistrationDraft]) async throws -> [Outcome] { throw Away() }
    func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([ServiceRequest], [Int]) throws -> WorkOrderConsequences
    ) async throws -> [Outcome] { throw Away() }
    func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: ([Int]) -> [Area]
    ) async throws -> [Outcome] { throw Away() }
    func change(
        _ selection: RequestSelection, scope: AccessScope,
        decide: ([ServiceRequest], inout Void) throws -> [Transition<ServiceRequest>]
    ) async throws -> [Transition<ServiceRequest>] { throw Away() }
    func reveal(
        _ id: ServiceRequestID, grantedTo member: MemberID?, scope: AccessScope,
        decide: (Timestamp?) throws -> ContactAccess
    ) async throws -> Requester { throw Away() }
    func pruneResponses(olderThan age: Duration, scope: AccessScope) async throws -> Int { throw Away() }

    func request(_ id: ServiceRequestID, scope: AccessScope) async throws -> RequestDetail? { throw Away() }
    func requests(_ filter: RequestFilter, scope: AccessScope) async throws -> [ServiceRequest] { throw Away() }
    func callbacksDue(_ page: CallbackPage, scope: AccessScope) async throws -> [ServiceRequest] { throw Away() }
    func requests(
        of phone: PhoneNumber, limit: Int, scope: AccessScope
    ) async throws -> [ServiceRequest] { throw Away() }
    func track(
        _ code: TrackingCode, lastFour: String, scope: AccessScope
    ) async throws -> TrackedRequest? { throw Away() }
    func areas(scope: AccessScope) async throws -> AreaTable { throw Away() }
    func areasMark(scope: AccessScope) async throws -> AreaTable.Mark { throw Away() }
}

@Suite("Without a database")
struct UnavailableTests {
    @Test("every route says 503 and when to come again")
    func unavailable() async throws {
        let ports = AbsentPorts()
        let intake = IntakeUseCases(
            store: ports, queries: ports, catalogue: try IntakeHarness.catalogue(), rules: IntakeHarness.rules,
            city: IntakeHarness.city, random: SystemRandomSource())
        let logger = Logger(label: "intake") { _ in SwiftLogNoOpLogHandler() }
        let api = try ServiceAPI(
            IntakeRoutes.description,
            endpoints: IntakeRoutes(intake).endpoints, authenticator: TestAuthenticator(), logger: logger)
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
