import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import Wire

/// What staff decide on a request: accept, hand over, refuse, withdraw.
struct TriageRoutes {
    let change: ChangeRequests

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/requests/{id}/accept", operation: "acceptRequest",
                summary: "Accepts a request for handling; a work order is issued for it.",
                roles: .any(.callTaker, .manager), headers: [.ifMatch],
                body: .json(
                    .object(
                        name: "Triage",
                        [
                            .init("category", .string(), "Path in the category tree."),
                            .init("area", .areaCode, "The grid or community that is responsible."),
                            .init("urgency", IntakeSchemas.urgency, required: false, "`general` if absent."),
                        ])), answers: Self.answers
            ) { request in
                try await IntakeProblems.answering {
                    let form = request.json
                    guard let category = try RegistrationForm.category(form) else {
                        throw form.error(.missing, at: "category")
                    }
                    let command = RequestCommand.accept(
                        category: category,
                        urgency: try form.optionalEnumeration("urgency", as: Urgency.self) ?? .general,
                        area: try form.areaCode("area"))
                    return try await carryOut(command, request)
                }
            },
            Self.command(
                "hand-over", "handOverRequest", "Hands a request over to another authority.",
                body: .json(
                    .object(
                        name: "HandOver",
                        [.init("authority", .choice(Authority.allCases.map(\.rawValue)), "Who gets it.")]))
            ) { request in
                try await carryOut(.handOver(to: request.json.enumeration("authority", as: Authority.self)), request)
            },
            Self.command(
                "refuse", "refuseRequest", "Does not accept a request, for a coded reason.",
                body: .json(
                    .object(
                        name: "Refusal",
                        [.init("reason", .choice(RefusalReason.allCases.map(\.rawValue)), "Why.")]))
            ) { request in
                try await carryOut(.refuse(request.json.enumeration("reason", as: RefusalReason.self)), request)
            },
            Self.command("withdraw", "withdrawRequest", "Withdraws a request at the requester's wish.", body: .none) {
                try await carryOut(.withdraw, $0)
            },
        ]
    }

    private static let answers: [Endpoint.Answer] = [
        .init(.ok, "It is done.", IntakeSchemas.summary),
        .init(.conflict, "The request's state does not allow it; the body names the states that can follow."),
        .init(.preconditionFailed, "Somebody changed it since it was read."),
        .init(.preconditionRequired, "`If-Match` is missing."),
    ]

    private static func command(
        _ name: String, _ operation: String, _ summary: String, body: BodyKind,
        handler: @escaping @Sendable (AuthenticatedRequest) async throws -> Response
    ) -> Endpoint {
        .authenticated(
            .post, "/v1/requests/{id}/\(name)", operation: operation, summary: summary,
            roles: .any(.callTaker, .manager),
            headers: [.ifMatch], body: body, answers: answers
        ) { request in try await IntakeProblems.answering { try await handler(request) } }
    }

    private func carryOut(_ command: RequestCommand, _ request: AuthenticatedRequest) async throws -> Response {
        .summary(
            try await change(
                command, on: try request.identifier("id"), by: request.acting,
                expecting: try request.expectedVersion(), at: request.now))
    }
}

extension RequestInput where Caller == Principal {
    /// On whose behalf it is done.
    var acting: Acting { Acting(area: principal.area, actor: principal.id) }
}
