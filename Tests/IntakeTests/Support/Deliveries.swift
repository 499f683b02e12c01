import City
import DispatchContract
import IntakeContract
import IntakeDomain
import IntakeInbound
import Kernel
import Messaging
import RegistryContract
import ServiceTestSupport
import Wire

/// Deliveries as the broker would hand them out, well-formed unless a test says otherwise.
enum Deliveries {
    /// A command of the call centre.
    static func command(
        _ body: String, id: String? = Identifier<MessageTag>(high: 1, low: .random(in: 0 ... .max)).description,
        type: String? = RegisterCommand.type, version: Int64? = nil, timestamp: UInt64? = nil,
        redelivered: Bool = false, headers: Headers = [:]
    ) -> Delivery {
        var headers = headers
        if let version { headers["cloudEvents:schemaversion"] = .integer(version) }
        return Delivery(
            tag: DeliveryTag(epoch: 1, number: 1), exchange: CityTopology.commands,
            routingKey: CityTopology.intakeCommands,
            properties: MessageProperties(messageID: id, type: type, timestamp: timestamp, headers: headers),
            body: Array(body.utf8), redelivered: redelivered)
    }

    private static let builder = DeliveryBuilder(
        area: IntakeHarness.code("330402"), at: Timestamp(microseconds: 1_795_000_000_000_000))

    /// An event of a work order.
    static func event(
        _ message: some Message, of workOrder: WorkOrderID, version: Int64, source: String = DispatchLanguage.source,
        area: String? = nil, schemaVersion: Int? = nil, type: String? = nil, body: [UInt8]? = nil,
        id: Identifier<MessageTag> = Identifier(high: 2, low: .random(in: 0 ... .max))
    ) -> Delivery {
        builder.event(
            message, of: workOrder, version: version, area: area.map { IntakeHarness.code($0) }, id: id, source: source,
            type: type, schemaVersion: schemaVersion, body: body)
    }

    /// The definition of an area.
    static func area(_ area: Area, number: Int) -> Delivery {
        let message = AreaDefined(
            code: area.code, name: area.name, boundary: (area.boundary?.ring ?? []).map { Position($0) })
        return builder.event(
            message, of: Identifier<AggregateTag>(high: 4, low: UInt64(number)), version: 1, area: area.code,
            id: Identifier(high: 3, low: UInt64(number)))
    }

    /// What the inbox needs to know of an event.
    static func entry(_ delivery: Delivery) throws -> InboxEntry {
        InboxEntry(delivery, envelope: try Envelope(delivery.properties))
    }

    /// A work order of this number.
    static func order(_ number: UInt64) -> WorkOrderID { WorkOrderID(high: 0x0DE2, low: number) }

    /// A member of this number; the member's principal has the same identifier.
    static func member(_ number: UInt64) -> MemberID { MemberID(high: 0xAC70, low: number) }

    /// A verification.
    static func verified(_ request: ServiceRequestID, order: WorkOrderID, version: Int64, round: Int = 1) -> Delivery {
        event(
            WorkOrderVerified(
                requestID: request, round: round, memberID: member(1), verifierID: ActorID(high: 9, low: 9),
                category: IntakeHarness.category, area: IntakeHarness.code(IntakeHarness.grid), result: .solved,
                quarterHours: 4, difficulty: 10, urgency: 10, profession: 10), of: order, version: version)
    }

    /// A member's acceptance.
    static func taken(_ request: ServiceRequestID, by member: MemberID, order: WorkOrderID, version: Int64) -> Delivery
    {
        event(WorkOrderAccepted(requestID: request, memberID: member, offerID: nil), of: order, version: version)
    }
}
