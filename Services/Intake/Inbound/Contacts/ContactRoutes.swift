import City
import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import ServiceRuntime
import Wire

/// Showing a requester's contact in full, to whom it may be shown; each time is written down.
struct ContactRoutes {
    let reveal: RevealContact

    private static let reasonLimit = TextLimit(characters: 200)

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/requests/{id}/contact", operation: "revealContact",
                summary: "查看联系方式（留痕）。Shows the requester's contact in full and logs who read it.",
                roles: .any(.member, .callTaker, .verifier, .manager),
                body: .json(
                    .object(
                        name: "Reveal",
                        [
                            .init(
                                "reason", .string(maxLength: Self.reasonLimit.characters), required: false,
                                "Reason for reading the contact; required of staff.")
                        ])),
                responses: [
                    .init(.ok, "Contact of the requester.", ContactResponse.schema),
                    .init(
                        .notFound,
                        "There is no such request, or the caller has no right, or no longer a right, to its contact."),
                ]
            ) { request in
                let reader = try reader(request)
                let requester = try await reveal(try request.identifier("id"), to: reader, at: request.now)
                return Response.json(.ok, ContactResponse(requester: requester))
            }
        ]
    }

    private func reader(_ request: AuthenticatedRequest) throws -> ContactReader {
        let principal = request.principal
        guard let role = [Role.callTaker, .verifier, .manager].first(where: { principal.has($0) }) else {
            return .member(principal.id.retagged())
        }
        let reason = try request.json.typed("reason") { typed in
            try CleanText(typed, limit: Self.reasonLimit).text
        }
        guard let reason else { throw FieldFault(path: "reason", code: "missing") }
        return .staff(request.scope, role: role.rawValue, reason: reason)
    }
}
