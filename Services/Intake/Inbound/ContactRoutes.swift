import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import Wire

/// Showing a requester's contact in full, to whom it may be shown; each time is written down.
struct ContactRoutes {
    let queries: any RequestQueries

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/requests/{id}/contact", operation: "revealContact",
                summary: "Shows the requester's contact and logs it.",
                roles: .any(.member, .callTaker, .verifier, .manager),
                body: .json(
                    .object(
                        name: "Reveal",
                        [.init("reason", .string(maxLength: 200), required: false, "Why; staff have to say it.")])),
                answers: [
                    .init(.ok, "The contact.", ContactResponse.schema),
                    .init(.notFound, "No such request, or not for this caller, or not any more."),
                ]
            ) { request in
                try await IntakeProblems.answering {
                    let reader = try reader(request)
                    guard
                        let requester = try await queries.reveal(
                            try request.identifier("id"), to: reader, at: request.now)
                    else { throw IntakeFailure.notFound }
                    return Response.json(.ok, ContactResponse(requester: requester)).notStored()
                }
            }
        ]
    }

    private func reader(_ request: AuthenticatedRequest) throws -> ContactReader {
        let principal = request.principal
        guard let role = [Role.callTaker, .verifier, .manager].first(where: { principal.has($0) }) else {
            return .member(principal.id.retagged())
        }
        guard let reason = try request.json.optionalString("reason"), !reason.allSatisfy(\.isWhitespace) else {
            throw FieldFault(path: "reason", code: "missing")
        }
        return .staff(request.acting, role: role.rawValue, reason: reason)
    }
}
