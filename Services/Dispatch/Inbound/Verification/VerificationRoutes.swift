import City
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
                summary: "核查办理结果。Confirms a result, or sends the work back.", roles: .any(.verifier, .unit),
                pathParameters: [Self.orderParameter], body: .json(VerdictForm.schema), responses: Self.answersOrder
            ) { request in
                .order(
                    try await change(
                        .verify(VerdictForm(from: request.json).verdict, by: request.principal.id),
                        on: .order(request.identifier("id")),
                        scope: request.principal.asStaff, at: request.now))
            }
        ]
    }
}
