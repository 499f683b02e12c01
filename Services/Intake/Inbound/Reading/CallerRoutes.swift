import City
import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import ServiceRuntime
import Wire

/// What a call-taker looks up while the phone rings.
struct CallerRoutes {
    let queries: any RequestQueries

    /// How many earlier requests are shown.
    ///
    /// Source: our choice; a screen's length.
    private static let limit = 20

    var endpoints: [Endpoint] {
        [
            .authenticated(
                // A search by POST: a phone number in a URL would stand in every proxy's log.
                .post, "/v1/requests/search", operation: "searchRequests",
                summary: "查询来电人的历史诉求。Lists the latest requests of one phone number, newest first.",
                roles: .any(.callTaker, .manager),
                body: .json(CallerForm.schema),
                responses: [
                    .init(
                        .ok, "Latest requests of the phone number in the caller's area, at most \(Self.limit).",
                        .page(of: RequestResponse.schema))
                ]
            ) { request in
                let typed = try CallerForm(from: request.json).phone
                let phone = try FieldFault.at("phone") { try PhoneNumber(typed) }
                let found = try await queries.requests(of: phone, limit: Self.limit, scope: request.scope)
                return .page(found.map { RequestResponse(request: $0) }, next: nil)
            }
        ]
    }
}
