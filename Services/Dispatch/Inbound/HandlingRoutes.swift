import DispatchApplication
import DispatchDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

// What units do with orders.

extension DispatchRoutes {
    var handlingRoutes: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/work-orders/{id}/verify", operation: "verifyResult",
                summary: "Verifies a result, or sends it back to be done again.", roles: .any(.verifier, .unit),
                places: [Self.orderPlace], body: .json(Schemas.verdict), answers: Self.answersOrder
            ) { request in
                .order(
                    try await handling.verify(
                        request.identifier("id"), passed: request.json.bool("passed"),
                        reason: reason(request.json), by: request.principal.id, reach: request.principal.asStaff))
            },
            .authenticated(
                .post, "/v1/work-orders/{id}/assign", operation: "assignMember",
                summary: "Puts a member on an order by hand.", roles: .any(.dispatcher, .unit),
                places: [Self.orderPlace], body: .json(Schemas.assignment), answers: Self.answersOrder
            ) { request in
                .order(
                    try await handling.assign(
                        request.identifier("id"), to: request.json.identifier("member_id"),
                        reach: request.principal.asStaff))
            },
        ]
    }

    private func reason(_ json: WireObject) throws -> ReworkReason? {
        guard try json.optionalString("reason") != nil else { return nil }
        return try json.enumeration("reason", as: ReworkReason.self)
    }
}
