import City
public import DispatchApplication
public import DispatchDomain
import Hummingbird
import Kernel
public import ServiceRuntime
public import UseCases
import Wire

/// The HTTP face of dispatching; the routes of each feature lie in its folder.
public struct DispatchRoutes: Sendable {
    let change: ChangeHandler<WorkOrder, WorkOrderSelection>
    let queries: any WorkOrderQueries

    public init(change: ChangeHandler<WorkOrder, WorkOrderSelection>, queries: any WorkOrderQueries) {
        self.change = change
        self.queries = queries
    }

    /// All routes.
    public var endpoints: [Endpoint] {
        offerRoutes + handlingRoutes + assignmentRoutes + verificationRoutes + workOrderRoutes
    }

    static let orderParameter = PathParameter.identifier("id", "Identifier of the work order.")
    static let offerParameter = PathParameter.identifier("id", "Identifier of the offer.")
    static let answersOrder: [Endpoint.ResponseDescription] = [
        .init(.ok, "Work order after the change.", WorkOrderResponse.schema)
    ]

    static let refusesStale: [Endpoint.ResponseDescription] = [
        .init(.preconditionFailed, "The work order was changed after the caller read it."),
        .init(.preconditionRequired, "`If-Match` is missing."),
    ]

    /// Declares a command on one work order, which answers with the order as it is afterwards.
    ///
    /// - Parameter ifMatch: whether the caller has to name the version that was read, because the command is right for
    ///   what was read only.
    func command(
        _ name: String, operation: String, summary: String, roles: OneOrMore<Role>, ifMatch: Bool = false,
        body: BodyKind = .none, scope: @escaping @Sendable (Principal) -> AccessScope,
        command: @escaping @Sendable (AuthenticatedRequest) throws -> WorkOrderCommand
    ) -> Endpoint {
        .authenticated(
            .post, "/v1/work-orders/{id}/\(name)", operation: operation, summary: summary, roles: roles,
            pathParameters: [Self.orderParameter], headers: ifMatch ? [.ifMatch] : [], body: body,
            responses: Self.answersOrder + (ifMatch ? Self.refusesStale : [])
        ) { request in
            .order(
                try await change(
                    command(request), on: .order(request.identifier("id")), scope: scope(request.principal),
                    expecting: ifMatch ? request.expectedVersion() : nil, at: request.now))
        }
    }
}

extension Principal {
    /// The scope of a member: the whole city, for the right comes from the offer or the order in hand and not from an
    /// area; every query of a member names the member.
    var asMember: AccessScope { AccessScope(area: area.ancestor(at: .city) ?? area, actor: id) }

    /// The scope of a member of staff: their area.
    var asStaff: AccessScope { AccessScope(area: area, actor: id) }

    /// The member who calls.
    var member: MemberID { id.retagged() }
}

extension Response {
    static func order(_ order: WorkOrder) -> Response {
        .json(.ok, WorkOrderResponse(order: order), version: order.version)
    }
}
