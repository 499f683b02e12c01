import City
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
            summary: "我的工单。Lists the work orders that the caller holds.", roles: .only(.member),
            responses: [
                .init(.ok, "Work orders that the caller holds, 200 at most.", .page(of: WorkOrderLineResponse.schema))
            ]
        ) { request in
            let lines = try await queries.ordersInHand(
                of: request.principal.member, scope: request.principal.asMember)
            return .page(lines.map(WorkOrderLineResponse.init(line:)), next: nil)
        }
    }

    private var arrive: Endpoint {
        .authenticated(
            .post, "/v1/work-orders/{id}/arrive", operation: "arrive",
            summary: "Records that the holder has arrived.", roles: .only(.member),
            pathParameters: [Self.orderParameter],
            responses: Self.answersOrder
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
            summary: "提交办结。Reports the result of the work.", roles: .only(.member),
            pathParameters: [Self.orderParameter],
            body: .json(WorkResultForm.schema), responses: Self.answersOrder
        ) { request in
            let submission = try WorkResultForm(from: request.json).submission()
            return .order(
                try await change(
                    .submit(submission, by: request.principal.member), on: .order(request.identifier("id")),
                    scope: request.principal.asMember, at: request.now))
        }
    }
}
