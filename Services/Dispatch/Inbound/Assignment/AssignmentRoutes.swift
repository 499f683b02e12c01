import City
import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
import ServiceRuntime
import UseCases
import Wire

// What units do with orders before the result.

extension DispatchRoutes {
    var assignmentRoutes: [Endpoint] {
        [
            .authenticated(
                .post, "/v1/work-orders/{id}/assign", operation: "assignMember",
                summary: "指派党员。Assigns a work order to a member by hand.", roles: .any(.dispatcher, .unit),
                pathParameters: [Self.orderParameter], body: .json(AssignmentForm.schema), responses: Self.answersOrder
            ) { request in
                let scope = request.principal.asStaff
                return .order(
                    try await change(
                        .assign(AssignmentForm(from: request.json).member, unitArea: scope.area),
                        on: .order(request.identifier("id")), scope: scope, at: request.now))
            }
        ]
    }
}
