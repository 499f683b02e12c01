import City
import DispatchApplication
import DispatchDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import UseCases
import Wire

// What members do with offers made to them.

extension DispatchRoutes {
    var offerRoutes: [Endpoint] { [listOffers, acceptOffer, declineOffer] }

    private var listOffers: Endpoint {
        .authenticated(
            .get, "/v1/offers", operation: "listOwnOffers",
            summary: "我的要约。Lists the caller's open offers, the first to expire first.", roles: .only(.member),
            query: QueryParameter.page, responses: [.init(.ok, "A page of offers.", .page(of: OfferResponse.schema))]
        ) { request in
            let page = OfferPage(
                limit: request.fetchLimit,
                after: try request.pageStart { key in
                    key.momentAndIdentifier(of: OfferTag.self).map { OfferPage.Cursor(expiresAt: $0, id: $1) }
                })
            let offers = try await queries.openOffers(
                of: request.principal.member, at: request.now, page: page, scope: request.principal.asMember)
            return request.page(
                offers, key: { PageKey($0.expiresAt, $0.id) }, showing: { OfferResponse(offer: $0) })
        }
    }

    private var acceptOffer: Endpoint {
        .authenticated(
            .post, "/v1/offers/{id}/accept", operation: "acceptOffer",
            summary:
                "接单。Accepts an offer. The first member to accept gets the order; repeating the call gives the same answer.",
            roles: .only(.member), pathParameters: [Self.offerParameter], responses: Self.answersOrder
        ) { request in
            let member = request.principal.member
            let offer = try request.identifier("id", of: OfferTag.self)
            return .order(
                try await change(
                    .accept(offer, by: member), on: .offer(offer, member), scope: request.principal.asMember,
                    at: request.now))
        }
    }

    private var declineOffer: Endpoint {
        .authenticated(
            .post, "/v1/offers/{id}/decline", operation: "declineOffer",
            summary: "谢绝要约。Declines an offer with a reason; the member loses nothing by it.", roles: .only(.member),
            pathParameters: [Self.offerParameter], body: .json(DeclineForm.schema),
            responses: [.init(.noContent, "The offer is declined.")]
        ) { request in
            let member = request.principal.member
            let offer = try request.identifier("id", of: OfferTag.self)
            let reason = try DeclineForm(from: request.json).reason
            _ = try await change(
                .decline(offer, by: member, reason), on: .offer(offer, member), scope: request.principal.asMember,
                at: request.now)
            return .noContent
        }
    }
}

/// An open offer as its member sees it.
struct OfferResponse: FieldEncodable {
    let offer: OfferLine

    static let fields = WrittenFields<Self>(
        name: "Offer",
        WrittenField("id", \.offer.id, "Identifier of the offer."),
        WrittenField("work_order_id", \.offer.workOrder, "Identifier of the work order."),
        WrittenField("request_id", \.offer.request, "Identifier of the service request."),
        WrittenField("category", \.offer.category, "Path of the category in the category tree."),
        WrittenField("urgency", \.offer.urgency, "Urgency of the request."),
        WrittenField("area", \.offer.area, "Area of the work."),
        WrittenField("wave", \.offer.wave, within: 1...100, "Number of the wave."),
        WrittenField("offered_at", \.offer.offeredAt, "Time at which the offer was made."),
        WrittenField("expires_at", \.offer.expiresAt, "Time at which the offer expires."))
}

/// Why a member declines an offer.
struct DeclineForm: FieldCodable {
    let reason: DeclineReason

    static let fields = Fields(
        name: "Decline", unknown: .refused, Self.init(reason:),
        Field("reason", \.reason, "Reason for declining."))
}
