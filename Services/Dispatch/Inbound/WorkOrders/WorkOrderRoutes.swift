import DispatchApplication
import DispatchDomain
import HTTPTypes
import Hummingbird
import Kernel
import ServiceRuntime

// What can be read, within the caller's area.

extension DispatchRoutes {
    var workOrderRoutes: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/work-orders", operation: "listWorkOrders", summary: "Lists work orders, the latest first.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier),
                query: [
                    QueryParameter("state", .choice(Schemas.states), "Only those in this state."),
                    QueryParameter("area", .areaCode, "Only those of this area."),
                    QueryParameter("light", .choice(Schemas.lights), "Only those with this worst light."),
                ] + QueryParameter.page, answers: [.init(.ok, "A page.", .page(of: Schemas.line))]
            ) { request in
                let lines = try await queries.orders(filter(request), scope: request.principal.asStaff)
                return request.page(
                    lines, key: { PageKey($0.issuedAt, $0.id) }, showing: { WorkOrderLineView(line: $0) })
            },
            .authenticated(
                .get, "/v1/work-orders/{id}", operation: "readWorkOrder",
                summary: "Shows an order; a member sees orders offered to or held by them.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier, .member),
                places: [Self.orderParameter], answers: Self.answersOrder
            ) { request in .order(try await visibleOrder(request)) },
            .authenticated(
                .get, "/v1/work-orders/{id}/match", operation: "explainMatch",
                summary: "Shows to whom an order was offered and why, and what kept the others out.",
                roles: .any(.dispatcher, .manager, .auditor), places: [Self.orderParameter],
                answers: [.init(.ok, "The reasons.", Schemas.match)]
            ) { request in .json(.ok, MatchView(order: try await order(request))) },
            .authenticated(
                .get, "/v1/work-orders/{id}/clocks", operation: "readClocks",
                summary: "Shows the journals of an order's clocks and their lights.",
                roles: .any(.dispatcher, .unit, .manager, .auditor, .verifier), places: [Self.orderParameter],
                answers: [.init(.ok, "The clocks.", Schemas.clocks)]
            ) { request in .json(.ok, ClocksView(order: try await order(request))) },
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
