import AMQP
import City
import Dispatch
import DispatchContract
import IntakeContract
import Kernel
import Logging
import Messaging
import Synchronization
import Wire

/// Lets the clients wait for events of their requests, as a member's phone and a call-taker's screen do, by a queue of
/// our own.
final class EventWaiter: Sendable {
    /// An event that a client waits for.
    enum Awaited: Sendable {
        case offered(WorkOrderID, [OfferedMember])
        case callbackDue
    }

    private struct State {
        var arrived: [ServiceRequestID: [Awaited]] = [:]
        var waiting: [ServiceRequestID: DispatchSemaphore] = [:]
    }

    private static let queue = "bench.lifecycles"
    private let state = Mutex(State())

    /// The next event of a request; nil if none comes in time.
    func wait(for request: ServiceRequestID, atMost seconds: Int) -> Awaited? {
        let deadline = DispatchTime.now() + .seconds(seconds)
        while true {
            let (event, semaphore) = state.withLock { state -> (Awaited?, DispatchSemaphore?) in
                if let event = state.arrived[request]?.first {
                    state.arrived[request]?.removeFirst()
                    return (event, nil)
                }
                let semaphore = DispatchSemaphore(value: 0)
                state.waiting[request] = semaphore
                return (nil, semaphore)
            }
            if let event { return event }
            if semaphore?.wait(timeout: deadline) == .timedOut {
                state.withLock { _ = $0.waiting.removeValue(forKey: request) }
                return nil
            }
        }
    }

    func forget(_ request: ServiceRequestID) {
        state.withLock { _ = $0.arrived.removeValue(forKey: request) }
    }

    private func deliver(_ event: Awaited, of request: ServiceRequestID) {
        let waiter = state.withLock { state in
            state.arrived[request, default: []].append(event)
            return state.waiting.removeValue(forKey: request)
        }
        waiter?.signal()
    }

    /// Listens while the body runs.
    func listening<Result: Sendable>(_ ground: Ground, _ body: () async throws -> Result) async throws -> Result {
        var broker = ground.broker
        broker.virtualHost = "minqing"
        let topology = Topology(
            queues: [QueueDeclaration(name: Self.queue, arguments: ["x-queue-type": .string("quorum")])],
            bindings: [WorkOrderOffered.type, CallbackDue.type].map {
                BindingDeclaration(exchange: CityTopology.events, queue: Self.queue, routingKey: "\($0).#")
            })
        try await AMQPConnection.withConnection(broker, logger: ground.logger) {
            try await $0.declare(topology)
            _ = try await $0.purge(queue: Self.queue)
        }
        let consumer = AMQPConsumer(configuration: broker, logger: ground.logger)
        let source = consumer.source(queue: Self.queue, prefetch: 1000)
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await consumer.run() }
            group.addTask { try await self.listen(to: source) }
            defer { group.cancelAll() }
            return try await body()
        }
        try await AMQPConnection.withConnection(broker, logger: ground.logger) {
            _ = try await $0.delete(queue: Self.queue)
        }
        return result
    }

    private func listen(to source: AMQPDeliverySource) async throws {
        try await source.run(limit: 200, within: .zero) { deliveries in
            for delivery in deliveries {
                let envelope = try Envelope(delivery.properties)
                if envelope.type == WorkOrderOffered.type {
                    let offered = try WorkOrderOffered(decoding: delivery.body)
                    deliver(.offered(envelope.aggregate.retagged(), offered.offers), of: offered.requestID)
                } else {
                    deliver(.callbackDue, of: envelope.aggregate.retagged())
                }
            }
            return .acknowledge(upTo: deliveries.last.tag)
        }
    }
}
