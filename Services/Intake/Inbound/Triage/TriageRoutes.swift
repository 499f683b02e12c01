import City
import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import UseCases
import Wire

/// What staff decide on a request: accept, hand over, refuse, withdraw.
struct TriageRoutes {
    let change: ChangeHandler<ServiceRequest, RequestSelection>
    let accept: AcceptRequest

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/requests/{id}/accept", operation: "acceptRequest",
                summary: "受理诉求并派单。Accepts a request; a work order is issued for it.",
                roles: .any(.callTaker, .manager), headers: [.ifMatch],
                body: .json(TriageForm.schema), responses: Self.responses
            ) { request in
                let form = try TriageForm(from: request.json)
                let version = try request.expectedVersion()
                return .summary(
                    try await accept(
                        try request.identifier("id"), category: form.category, urgency: form.urgency, area: form.area,
                        scope: request.scope, expecting: version, at: request.now))
            },
            Self.command(
                "hand-over", "handOverRequest", "Hands a request over to another authority.",
                body: .json(HandOverForm.schema)
            ) { request in
                try await carryOut(.handOver(to: HandOverForm(from: request.json).authority), request)
            },
            Self.command(
                "refuse", "refuseRequest", "Does not accept a request, for a coded reason.",
                body: .json(RefusalForm.schema)
            ) { request in
                try await carryOut(.refuse(RefusalForm(from: request.json).reason), request)
            },
            Self.command("withdraw", "withdrawRequest", "Withdraws a request at the requester's wish.", body: .none) {
                try await carryOut(.withdraw, $0)
            },
        ]
    }

    private static let responses: [Endpoint.ResponseDescription] = [
        .init(.ok, "Service request after the change.", RequestResponse.schema),
        .init(
            .conflict, "The state of the request does not allow the change; the body names the states that can follow."),
        .init(.preconditionFailed, "The request was changed after the caller read it."),
        .init(.preconditionRequired, "`If-Match` is missing."),
    ]

    private static func command(
        _ name: String, _ operation: String, _ summary: String, body: BodyKind,
        handler: @escaping @Sendable (AuthenticatedRequest) async throws -> Response
    ) -> Endpoint {
        .authenticated(
            .post, "/v1/requests/{id}/\(name)", operation: operation, summary: summary,
            roles: .any(.callTaker, .manager),
            headers: [.ifMatch], body: body, responses: responses
        ) { request in try await handler(request) }
    }

    private func carryOut(_ command: RequestCommand, _ request: AuthenticatedRequest) async throws -> Response {
        .summary(
            try await change(
                command, on: .request(try request.identifier("id")), scope: request.scope,
                expecting: try request.expectedVersion(), at: request.now))
    }
}
