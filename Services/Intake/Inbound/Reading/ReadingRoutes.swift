import City
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
                summary: "查看诉求（联系方式脱敏）。Shows one request with the requester's contact masked.", roles: Self.readers,
                responses: [.init(.ok, "Service request.", RequestDetailResponse.schema)]
            ) { request in
                guard let detail = try await queries.request(try request.identifier("id"), scope: request.scope)
                else {
                    throw ChangeFault.notFound
                }
                return .detail(detail)
            },
            .authenticated(
                .get, "/v1/requests", operation: "listRequests", summary: "诉求列表。Lists requests, newest first.",
                roles: Self.readers,
                query: [
                    .init("state", .choice(RequestState.allCases.map(\.rawValue)), "State of the requests."),
                    .init("category", .text(maxLength: 200), "Category of the requests, with all categories below it."),
                    .init("area", .areaCode, "Area of the requests, with all areas in it."),
                    .init(
                        "leader_case", .boolean,
                        "Whether to list leader's cases 包案 only (true) or none of them (false)."),
                ] + QueryParameter.page,
                responses: [.init(.ok, "One page of service requests.", .page(of: RequestResponse.schema))]
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
