import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
import ServiceRuntime
import UseCases
import Wire

// What members do with the orders that they have in hand.

extension DispatchRoutes {
    var handlingRoutes: [Endpoint] { [listAssignments, arrive, submit] }

    private var listAssignments: Endpoint {
        .authenticated(
            .get, "/v1/assignments", operation: "listOwnWorkOrders",
            summary: "Lists the orders that the caller has in hand.", roles: .only(.member),
            answers: [.init(.ok, "At most 200 orders.", .page(of: Schemas.line))]
        ) { request in
            let lines = try await queries.ordersInHand(
                of: request.principal.member, scope: request.principal.asMember)
            return .page(lines.map(WorkOrderLineView.init(line:)), next: nil)
        }
    }

    private var arrive: Endpoint {
        .authenticated(
            .post, "/v1/work-orders/{id}/arrive", operation: "arrive",
            summary: "Records that the holder has arrived.", roles: .only(.member), places: [Self.orderParameter],
            answers: Self.answersOrder
        ) { request in
            .order(
                try await change(
                    .arrive(by: request.principal.member), on: .order(request.identifier("id")),
                    scope: request.principal.asMember, at: request.now))
        }
    }

    private var submit: Endpoint {
        .authenticated(
            .post, "/v1/work-orders/{id}/submit", operation: "submitResult",
            summary: "Reports the result of the work.", roles: .only(.member), places: [Self.orderParameter],
            body: .json(Schemas.submission), answers: Self.answersOrder
        ) { request in
            let submission = try Submission(
                result: request.json.enumeration("result", as: ResultCode.self),
                quarterHours: Int(request.json.integer("quarter_hours", in: 0...32)),
                explanation: request.json.optionalString(
                    "explanation", maxLength: Submission.longestExplanation))
            return .order(
                try await change(
                    .submit(submission, by: request.principal.member), on: .order(request.identifier("id")),
                    scope: request.principal.asMember, at: request.now))
        }
    }
}
