import City
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
                summary: "待回访列表。Lists the requests whose callback is due, the longest overdue first.",
                roles: .any(.callTaker, .verifier, .manager, .auditor), query: QueryParameter.page,
                responses: [.init(.ok, "One page of due callbacks.", .page(of: RequestResponse.schema))]
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
                summary:
                    "登记回访结果。Records the result of a callback; the request is then closed, called again or reopened.",
                roles: .any(.verifier, .callTaker, .manager),
                body: .json(CallbackForm.schema),
                responses: [
                    .init(.ok, "Service request after the callback.", RequestResponse.schema),
                    .init(.conflict, "No callback is due; the body names the states that can follow."),
                    .init(.forbidden, "The request is a leader's case 包案, and the caller is not a manager."),
                ]
            ) { request in
                let form = try CallbackForm(from: request.json)
                let command = RequestCommand.recordCallback(
                    result: form.result, resolved: form.resolved, asLeader: request.principal.has(.manager))
                return .summary(
                    try await change(
                        command, on: .request(try request.identifier("id")), scope: request.scope, at: request.now))
            },
        ]
    }
}
