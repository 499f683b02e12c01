import City
import DispatchContract
public import IntakeApplication
public import Kernel
public import Messaging
import Wire

/// Takes what becomes of work orders.
public struct WorkOrderHandler: DeliveryHandler {
    private let follow: FollowWorkOrders
    private let clock: any TimeSource
    private let decoder: EventDecoder<IncomingWorkOrderEvent>

    private static let needed = [WorkOrderVerified.type, WorkOrderAccepted.type]
    /// What is of no use here is counted in any version.
    private static let known = Dictionary(
        uniqueKeysWithValues: DispatchLanguage.messages.map { ($0.type, needed.contains($0.type) ? $0.version : .max) })

    /// Makes the handler.
    public init(follow: FollowWorkOrders, city: AreaCode, clock: any TimeSource) {
        self.follow = follow
        self.clock = clock
        decoder = EventDecoder(known: Self.known, city: city) { (envelope, body) throws(WireError) in
            try Self.event(envelope, body, now: clock.now())
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await decoder.handle(batch) { items in
            try await follow.handle(items.map { .init(entry: $0.entry, event: $0.event) }, at: clock.now())
        }
    }

    private static func event(
        _ envelope: Envelope, _ body: [UInt8], now: Timestamp
    ) throws(WireError) -> IncomingWorkOrderEvent {
        let workOrder: WorkOrderID = envelope.aggregate.retagged()
        switch envelope.type {
        case WorkOrderVerified.type:
            let message = try WorkOrderVerified(decoding: body)
            return .verified(request: message.requestID, round: message.round, workOrder: workOrder)
        case WorkOrderAccepted.type:
            let message = try WorkOrderAccepted(decoding: body)
            return .accepted(
                request: message.requestID, by: message.memberID, workOrder: workOrder,
                // A sender's clock that runs ahead is not believed.
                at: min(envelope.occurredAt, now))
        default: return .other
        }
    }
}
