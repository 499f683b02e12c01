import City
import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import ServiceRuntime
import UseCases
import Wire

/// What a requester can do with the tracking code and the last four digits of the phone.
struct TrackingRoutes {
    let change: ChangeHandler<ServiceRequest, RequestSelection>
    let queries: any RequestQueries
    /// The whole installation's area: code and digits say which row it is, wherever it lies.
    let scope: AccessScope

    var endpoints: [Endpoint] {
        [
            .open(
                .post, "/v1/public/tracking", operation: "trackRequest",
                summary: "查询诉求进度。Shows a requester the progress of the request.",
                reason: "the requester has no account; an unguessable code and four digits of the phone are asked",
                body: .json(.object(name: "Tracking", Self.proof)),
                responses: [.init(.ok, "Where it stands.", TrackedRequestResponse.schema), Self.notFound]
            ) { request in
                let (code, digits) = try proof(request.json)
                guard let tracked = try await queries.track(code, lastFour: digits, scope: scope) else {
                    throw ChangeFault.notFound
                }
                return Response.json(.ok, TrackedRequestResponse(tracked: tracked))
            },
            .open(
                .post, "/v1/public/ratings", operation: "rateRequest",
                summary: "评价诉求。Rates a closed request; each request can be rated once.",
                reason: "the requester has no account; an unguessable code and four digits of the phone are asked",
                body: .json(
                    .object(
                        name: "Rating",
                        Self.proof + [.init("stars", .integer(1...5), unit: "stars", "Rating by the requester.")])),
                responses: [
                    .init(
                        .ok, "It is rated.",
                        .object([
                            .init("number", .string(), "Request number."),
                            .init("stars", .integer(1...5), "Rating by the requester."),
                        ])),
                    .init(.conflict, "The request is not closed, or was rated already."), Self.notFound,
                ]
            ) { request in
                let stars = Int(try request.json.integer("stars", in: 1...5))
                let (code, digits) = try proof(request.json)
                let rated = try await change(
                    .rate(stars: stars), on: .tracked(code, lastFour: digits), scope: scope, at: request.now)
                return Response.json { w in
                    w.field("number", rated.number.text)
                    w.field("stars", stars)
                }
            },
        ]
    }

    private static let proof: [Schema.Property] = [
        .init("code", .string(), "Tracking code of the request."),
        .init("phone_last4", .string(), "Last four digits of the requester's phone number."),
    ]

    private static let notFound = Endpoint.ResponseDescription(
        .notFound, "Code or digits are wrong; which one is not told.")

    /// A code or digits of the wrong form are answered like wrong ones.
    private func proof(_ form: WireObject) throws -> (TrackingCode, String) {
        let (code, digits) = (try form.string("code"), try form.string("phone_last4"))
        guard let code = TrackingCode(code), digits.utf8.count == 4,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw ChangeFault.notFound }
        return (code, digits)
    }
}
