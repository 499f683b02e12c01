public import DispatchApplication
import DispatchDomain
import Hummingbird
import Kernel
public import ServiceRuntime

/// The HTTP face of dispatching.
public struct DispatchRoutes: Sendable {
    let answering: AnswerOffer
    let handling: HandleWorkOrder
    let reading: any WorkOrderReading

    public init(answering: AnswerOffer, handling: HandleWorkOrder, reading: any WorkOrderReading) {
        self.answering = answering
        self.handling = handling
        self.reading = reading
    }

    /// All routes.
    public var endpoints: [Endpoint] { memberRoutes + handlingRoutes + readingRoutes }

    static let orderPlace = PathParameter.identifier("id", "The work order.")
    static let offerPlace = PathParameter.identifier("id", "The offer.")
    static let answersOrder: [Endpoint.Answer] = [.init(.ok, "The order as it stands now.", Schemas.order)]
}

extension Principal {
    /// What a member acts in: the whole city, for the right comes from the offer or the order in hand and not from an
    /// area; every query of a member names the member.
    var asMember: Reach { Reach(area: area.ancestor(at: .city) ?? area, actor: id) }

    /// What members of staff act in: their area.
    var asStaff: Reach { Reach(area: area, actor: id) }

    /// The member who calls.
    var member: MemberID { id.retagged() }
}

extension Response {
    static func order(_ order: WorkOrder) -> Response {
        .json(.ok, WorkOrderView(order: order), version: order.version)
    }
}
