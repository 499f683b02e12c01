import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import UseCases
import Wire

/// Calling requesters back 回访.
struct CallbackRoutes {
    let change: ChangeHandler<ServiceRequest, RequestSelection>
    let queries: any RequestQueries

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/callbacks", operation: "listCallbacksDue",
                summary: "Lists the requests whose callback is due, the longest due first.",
                roles: .any(.callTaker, .verifier, .manager, .auditor), query: QueryParameter.page,
                answers: [.init(.ok, "A page.", .page(of: RequestResponse.schema))]
            ) { request in
                let after = try request.pageStart { $0.momentAndIdentifier(of: ServiceRequestTag.self) }
                let found = try await queries.callbacksDue(
                    CallbackPage(after: after.map { (since: $0.0, id: $0.1) }, limit: request.fetchLimit),
                    scope: request.scope)
                return request.page(
                    found, key: { PageKey($0.since, $0.id) }, showing: { RequestResponse(request: $0) })
            },
            .authenticated(
                .post, "/v1/requests/{id}/callbacks", operation: "recordCallback",
                summary: "Records what the requester said; the request is closed, called again or handled again.",
                roles: .any(.verifier, .callTaker, .manager),
                body: .json(
                    .object(
                        name: "Callback",
                        [
                            .init("result", .choice(CallbackResult.allCases.map(\.rawValue)), "What was said."),
                            .init("resolved", .boolean, "Whether it is solved; false if nobody answered."),
                        ])),
                answers: [
                    .init(.ok, "It is recorded.", RequestResponse.schema),
                    .init(.conflict, "No callback is due; the body names the states that can follow."),
                    .init(.forbidden, "It is a leader's case, and the caller is no manager."),
                ]
            ) { request in
                let command = RequestCommand.recordCallback(
                    result: try request.json.enumeration("result", as: CallbackResult.self),
                    resolved: try request.json.bool("resolved"), asLeader: request.principal.has(.manager))
                return .summary(
                    try await change(
                        command, on: .request(try request.identifier("id")), scope: request.scope, at: request.now))
            },
        ]
    }
}
