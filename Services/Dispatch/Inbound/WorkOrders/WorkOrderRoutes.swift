import City
import DispatchApplication
import DispatchContract
import DispatchDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime
import Wire

// What can be read, within the caller's area.

extension DispatchRoutes {
    var workOrderRoutes: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/work-orders", operation: "listWorkOrders", summary: "工单列表。Lists work orders, newest first.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier),
                query: [
                    QueryParameter(
                        "state", .choice(WorkOrderState.allCases.map(\.rawValue)), "Only those in this state."),
                    QueryParameter("area", .areaCode, "Area of the work orders, with all areas in it."),
                    QueryParameter(
                        "light", .choice(DispatchContract.Light.allCases.map(\.rawValue)),
                        "Only those with this worst light."),
                ] + QueryParameter.page,
                responses: [.init(.ok, "One page of work orders.", .page(of: WorkOrderLineResponse.schema))]
            ) { request in
                let lines = try await queries.orders(filter(request), scope: request.principal.asStaff)
                return request.page(
                    lines, key: { PageKey($0.issuedAt, $0.id) }, showing: { WorkOrderLineResponse(line: $0) })
            },
            .authenticated(
                .get, "/v1/work-orders/{id}", operation: "readWorkOrder",
                summary: "查看工单。Shows a work order; a member sees those that were offered to or are held by the member.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier, .member),
                pathParameters: [Self.orderParameter], responses: Self.answersOrder
            ) { request in .order(try await visibleOrder(request)) },
            .authenticated(
                .get, "/v1/work-orders/{id}/match", operation: "explainMatch",
                summary:
                    "查看匹配结果。Shows the members to whom a work order was offered with their scores, and how many each gate excluded.",
                roles: .any(.dispatcher, .manager, .auditor), pathParameters: [Self.orderParameter],
                responses: [.init(.ok, "Result of the last matching.", MatchResponse.schema)]
            ) { request in .json(.ok, MatchResponse(order: try await order(request))) },
            .authenticated(
                .get, "/v1/work-orders/{id}/clocks", operation: "readClocks",
                summary: "查看时钟与亮灯。Shows the clocks of a work order with their journals and lights.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier), pathParameters: [Self.orderParameter],
                responses: [.init(.ok, "Clocks of the work order.", ClocksResponse.schema)]
            ) { request in .json(.ok, ClocksResponse(order: try await order(request))) },
        ]
    }

    private func filter(_ request: AuthenticatedRequest) throws -> WorkOrderFilter {
        WorkOrderFilter(
            state: request.query("state", as: WorkOrderState.self), area: request.queryAreaCode("area"),
            light: request.query("light").flatMap { .init(code: $0) }, limit: request.fetchLimit,
            after: try request.pageStart { key in
                key.momentAndIdentifier(of: WorkOrderTag.self).map { WorkOrderFilter.Cursor(issuedAt: $0, id: $1) }
            })
    }

    private func order(_ request: AuthenticatedRequest) async throws -> WorkOrder {
        guard let order = try await queries.order(request.identifier("id"), scope: request.principal.asStaff) else {
            throw ChangeFault.notFound
        }
        return order
    }

    /// A caller who is a member and nothing else sees orders offered to or held by them, and learns of no other.
    private func visibleOrder(_ request: AuthenticatedRequest) async throws -> WorkOrder {
        let principal = request.principal
        guard principal.roles == [.member] else { return try await order(request) }
        guard let order = try await queries.order(request.identifier("id"), scope: principal.asMember),
            order.holder == principal.member || order.openOffers.contains(where: { $0.member == principal.member })
        else { throw ChangeFault.notFound }
        return order
    }
}
