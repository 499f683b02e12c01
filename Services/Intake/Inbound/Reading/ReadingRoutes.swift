import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import Wire

/// Reading requests, with their requesters masked.
struct ReadingRoutes {
    let queries: any RequestQueries

    private static let readers = OneOrMore<Role>.any(.callTaker, .dispatcher, .verifier, .manager, .auditor)

    var endpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/requests/{id}", operation: "readRequest",
                summary: "Shows one request; the requester's contact is masked.", roles: Self.readers,
                answers: [.init(.ok, "The request.", RequestDetailResponse.schema)]
            ) { request in
                guard let detail = try await queries.request(try request.identifier("id"), scope: request.scope)
                else {
                    throw ChangeFault.notFound
                }
                return .detail(detail)
            },
            .authenticated(
                .get, "/v1/requests", operation: "listRequests", summary: "Lists requests, the newest first.",
                roles: Self.readers,
                query: [
                    .init("state", .choice(RequestState.allCases.map(\.rawValue)), "Only those in this state."),
                    .init("category", .text(maxLength: 200), "Only those of this category and of those below it."),
                    .init("area", .areaCode, "Only those of this area and of those in it."),
                    .init("leader_case", .boolean, "Only leaders' cases 包案, or none of them."),
                ] + QueryParameter.page, answers: [.init(.ok, "A page.", .page(of: RequestResponse.schema))]
            ) { request in
                let filter = try filter(request)
                let found = try await queries.requests(filter, scope: request.scope)
                return request.page(found, key: { PageKey($0.id) }, showing: { RequestResponse(request: $0) })
            },
        ]
    }

    private func filter(_ request: AuthenticatedRequest) throws -> RequestFilter {
        var filter = try RequestFilter(
            state: request.query("state", as: RequestState.self), area: request.queryAreaCode("area"),
            leaderCase: request.queryBool("leader_case"), before: request.pageStart { $0.identifier() },
            limit: request.fetchLimit)
        if let text = request.query("category") {
            guard let category = Category(text) else { throw Problem.invalidQuery("category", "is no category") }
            filter.category = category
        }
        return filter
    }
}
