import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
import ServiceRuntime
import UseCases
import Wire

// What verifiers do with results.

extension DispatchRoutes {
    var verificationRoutes: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/work-orders/{id}/verify", operation: "verifyResult",
                summary: "Verifies a result, or sends it back to be done again.", roles: .any(.verifier, .unit),
                places: [Self.orderParameter], body: .json(Schemas.verdict), answers: Self.answersOrder
            ) { request in
                .order(
                    try await change(
                        .verify(verdict(request.json), by: request.principal.id), on: .order(request.identifier("id")),
                        scope: request.principal.asStaff, at: request.now))
            }
        ]
    }

    private func verdict(_ json: WireObject) throws -> WorkOrderCommand.Verdict {
        let reason =
            try json.optionalString("reason") == nil ? nil : json.enumeration("reason", as: ReworkReason.self)
        return try json.bool("passed") ? .passed : .failed(reason)
    }
}
