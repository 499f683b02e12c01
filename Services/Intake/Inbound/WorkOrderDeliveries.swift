import DispatchContract
public import IntakeApplication
public import Kernel
public import Messaging
import Wire

/// Takes what becomes of work orders.
public struct WorkOrderDeliveries: DeliveryHandler {
    private let store: any IntakeStore
    private let city: AreaCode
    private let clock: any TimeSource

    private static let known = Set(DispatchLanguage.messages.map { $0.type })

    /// Makes the handler.
    public init(store: any IntakeStore, city: AreaCode, clock: any TimeSource) {
        self.store = store
        self.city = city
        self.clock = clock
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let now = clock.now()
        let sifted = SiftedBatch(batch) { delivery throws(ReceivedEvent.Refusal) in try read(delivery, now: now) }
        guard !sifted.receipts.isEmpty else { return sifted.settled([]) }
        return sifted.settled(try await store.receive(sifted.receipts, notices: sifted.contents, now: now))
    }

    private func read(
        _ delivery: Delivery, now: Timestamp
    ) throws(ReceivedEvent.Refusal) -> (Receipt, WorkOrderNotice) {
        let event = try ReceivedEvent(delivery, source: DispatchLanguage.source, city: city)
        return (event.receipt, try notice(event, now: now))
    }

    private func notice(_ event: ReceivedEvent, now: Timestamp) throws(ReceivedEvent.Refusal) -> WorkOrderNotice {
        let workOrder: WorkOrderID = event.envelope.aggregate.retagged()
        switch event.envelope.type {
        case WorkOrderVerified.type:
            let message = try event.message(WorkOrderVerified.self)
            return .verified(request: message.requestID, round: message.round, workOrder: workOrder)
        case WorkOrderAccepted.type:
            let message = try event.message(WorkOrderAccepted.self)
            return .taken(
                request: message.requestID, by: message.memberID, workOrder: workOrder,
                // A sender's clock that runs ahead is not believed.
                at: min(event.envelope.occurredAt, now))
        case let type where Self.known.contains(type): return .other
        default: throw ReceivedEvent.Refusal(reason: "type: not known here")
        }
    }
}
