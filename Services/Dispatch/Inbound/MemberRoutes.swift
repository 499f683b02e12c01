import DispatchApplication
import DispatchDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

// What members do, each with offers and orders of their own.

extension DispatchRoutes {
    var memberRoutes: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/offers", operation: "listOwnOffers",
                summary: "Lists the caller's open offers, the soonest to run out first.", roles: .only(.member),
                answers: [.init(.ok, "At most 200 offers.", .page(of: Schemas.offer))]
            ) { request in
                let offers = try await reading.openOffers(
                    of: request.principal.member, at: request.now, reach: request.principal.asMember)
                return .page(offers.map(OfferView.init(offer:)), next: nil)
            },
            .authenticated(
                .get, "/v1/assignments", operation: "listOwnWorkOrders",
                summary: "Lists the orders that the caller has in hand.", roles: .only(.member),
                answers: [.init(.ok, "At most 200 orders.", .page(of: Schemas.line))]
            ) { request in
                let lines = try await reading.ordersInHand(
                    of: request.principal.member, reach: request.principal.asMember)
                return .page(lines.map(WorkOrderLineView.init(line:)), next: nil)
            },
            .authenticated(
                .post, "/v1/offers/{id}/accept", operation: "acceptOffer",
                summary: "Takes an offer; the first of those who come gets it, and gets the same answer again.",
                roles: .only(.member), places: [Self.offerPlace], answers: Self.answersOrder
            ) { request in
                .order(
                    try await answering.accept(
                        request.identifier("id"), by: request.principal.member, reach: request.principal.asMember))
            },
            .authenticated(
                .post, "/v1/offers/{id}/decline", operation: "declineOffer",
                summary: "Declines an offer with a reason, which costs nothing.", roles: .only(.member),
                places: [Self.offerPlace], body: .json(Schemas.decline),
                answers: [.init(.noContent, "It is declined.")]
            ) { request in
                let reason = try request.json.enumeration("reason", as: DeclineReason.self)
                _ = try await answering.decline(
                    request.identifier("id"), by: request.principal.member, reason: reason,
                    reach: request.principal.asMember)
                return .noContent
            },
            .authenticated(
                .post, "/v1/work-orders/{id}/arrive", operation: "arrive",
                summary: "Says that the holder is there.", roles: .only(.member), places: [Self.orderPlace],
                answers: Self.answersOrder
            ) { request in
                .order(
                    try await handling.arrive(
                        request.identifier("id"), by: request.principal.member, reach: request.principal.asMember))
            },
            .authenticated(
                .post, "/v1/work-orders/{id}/submit", operation: "submitResult",
                summary: "Reports the result of the work.", roles: .only(.member), places: [Self.orderPlace],
                body: .json(Schemas.submission), answers: Self.answersOrder
            ) { request in
                let submission = try Submission(
                    result: request.json.enumeration("result", as: ResultCode.self),
                    quarterHours: Int(request.json.integer("quarter_hours", in: 0...32)),
                    explanation: request.json.optionalString(
                        "explanation", maxLength: Submission.longestExplanation))
                return .order(
                    try await handling.submit(
                        request.identifier("id"), submission, by: request.principal.member,
                        reach: request.principal.asMember))
            },
        ]
    }
}
