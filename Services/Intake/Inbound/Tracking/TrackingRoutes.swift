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
                body: .json(TrackingForm.schema),
                responses: [.init(.ok, "Progress of the request.", TrackedRequestResponse.schema), Self.notFound]
            ) { request in
                let (code, digits) = try TrackingForm(from: request.json).proof()
                guard let tracked = try await queries.track(code, lastFour: digits, scope: scope) else {
                    throw ChangeFault.notFound
                }
                return Response.json(.ok, TrackedRequestResponse(tracked: tracked))
            },
            .open(
                .post, "/v1/public/ratings", operation: "rateRequest",
                summary: "评价诉求。Rates a closed request; each request can be rated once.",
                reason: "the requester has no account; an unguessable code and four digits of the phone are asked",
                body: .json(RatingForm.schema),
                responses: [
                    .init(.ok, "Rating that was recorded.", RatingResponse.schema),
                    .init(.conflict, "The request is not closed, or was rated already."), Self.notFound,
                ]
            ) { request in
                let form = try RatingForm(from: request.json)
                let (code, digits) = try form.proof.proof()
                let rated = try await change(
                    .rate(stars: form.stars), on: .tracked(code, lastFour: digits), scope: scope, at: request.now)
                return Response.json(.ok, RatingResponse(number: rated.number.text, stars: form.stars))
            },
        ]
    }

    private static let notFound = Endpoint.ResponseDescription(
        .notFound, "The code or the digits are wrong; the answer does not say which.")
}
