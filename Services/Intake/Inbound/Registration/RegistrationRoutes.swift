import City
import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import Messaging
import ServiceRuntime
import Wire

/// Registering a request: by call-takers and other systems, and by the public.
struct RegistrationRoutes {
    let register: RegisterRequests

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/requests", operation: "registerRequest", summary: "登记诉求。Registers a service request.",
                roles: .any(.callTaker, .service), headers: [.idempotencyKey(required: false)],
                body: .json(RegistrationForm.staffSchema), responses: Self.responses
            ) { request in
                try await answer(
                    request, channel: nil, owner: request.principal.id.description, actor: request.principal)
            },
            .open(
                .post, "/v1/public/requests", operation: "registerPublicRequest",
                summary: "网页登记诉求。Registers a service request from the public web form.",
                reason: "citizens have no account; the form takes no category and no urgency",
                headers: [.idempotencyKey(required: false)], body: .json(RegistrationForm.publicSchema),
                responses: Self.responses
            ) { request in
                try await answer(request, channel: .web, owner: "public", actor: nil)
            },
        ]
    }

    private static let responses: [Endpoint.ResponseDescription] = [
        .init(
            .created, "The request is registered; the same key and body get the same answer.",
            RegistrationResponse.schema),
        .init(.ok, "The same request was registered a moment ago; this is that one.", RegistrationResponse.schema),
    ]

    private func answer<Caller>(
        _ request: RequestInput<Caller>, channel: Channel?, owner: String, actor: Principal?
    ) async throws -> Response {
        let registration = try RegistrationForm.read(request.json, channel: channel)
        let key = try request.idempotencyKey().map {
            IdempotencyKey(owner: owner, key: $0, body: registration.canonicalForm)
        }
        let outcome = try await register(
            registration, key: key, actor: actor?.id, at: request.now,
            cause: Causation(traceparent: request.trace.description))
        switch outcome {
        case .registered(let receipt), .replayed(let receipt):
            return Response.created(
                at: "/v1/requests/\(receipt.id)", RegistrationResponse(receipt: receipt), version: receipt.version)
        case .duplicate(let receipt):
            return Response.json(
                .ok, RegistrationResponse(receipt: receipt, duplicate: true), version: receipt.version)
        case .keyMismatch: throw Problem.idempotencyMismatch
        case .inFlight: throw Problem.idempotencyInFlight
        }
    }
}
