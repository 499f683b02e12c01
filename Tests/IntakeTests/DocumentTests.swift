import IntakeInbound
import Logging
import ServiceRuntime
import ServiceTestSupport
import Testing
import Wire

@Suite("Intake's API document")
struct DocumentTests {
    @Test("its forms and responses have the names of the field, one each")
    func names() async throws {
        try await IntakePorts.with(.memory) { ports in
            let caller = TestCaller(
                api: try ServiceAPI(
                    IntakeRoutes.description, endpoints: IntakeRoutes(ports.intake).endpoints,
                    authenticator: TestAuthenticator(), clock: ServiceClock(ports.clock),
                    logger: Logger(label: "test")))
            let document = try await caller.get("/openapi.json", as: nil).object()
            let schemas = try document.object("components").object("schemas").members.keys
            #expect(
                schemas.sorted() == [
                    "Callback", "Caller", "Contact", "HandOver", "Location", "MaskedContact", "NewRequest",
                    "NewRequester", "Problem", "PublicRequest", "Rating", "Receipt", "Refusal", "Request",
                    "RequestDetail", "Reveal", "TrackedRequest", "Tracking", "Triage",
                ])
        }
    }
}
