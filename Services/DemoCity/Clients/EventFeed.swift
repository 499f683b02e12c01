import AMQP
import City
import Kernel
import Logging
import Messaging
import SuiteControl
import Wire

/// The demo's own queue of all events: it stands for members' phones and the staff's screens.
struct EventFeed: Sendable {
    static let queue = "demo.events"

    let configuration: AMQPConfiguration

    /// Declares the queue and binds it; what it held from an earlier run is thrown away.
    func prepare() async throws {
        try await AMQPConnection.withConnection(configuration, logger: .forOperator) { connection in
            try await connection.declare(
                Topology(
                    queues: [
                        QueueDeclaration(name: Self.queue, arguments: ["x-queue-type": .string("quorum")])
                    ],
                    bindings: ["intake.#", "dispatch.#"].map {
                        BindingDeclaration(exchange: CityTopology.events, queue: Self.queue, routingKey: $0)
                    }))
            _ = try await connection.purge(queue: Self.queue)
        }
    }

    func remove() async throws {
        try await AMQPConnection.withConnection(configuration, logger: .forOperator) { connection in
            _ = try await connection.delete(queue: Self.queue)
        }
    }

    /// ConcurrencyLimit each event to the body, in order, until the task is cancelled.
    func follow(logger: Logger, _ body: (Envelope, [UInt8]) async throws -> Void) async throws {
        let consumer = AMQPConsumer(configuration: configuration, logger: logger)
        let source = consumer.source(queue: Self.queue, prefetch: 500)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await consumer.run() }
            defer { group.cancelAll() }
            try await source.run(limit: 200, within: .milliseconds(1)) { batch in
                for delivery in batch { try await body(Envelope(delivery.properties), delivery.body) }
                return .acknowledge(upTo: batch.last.tag)
            }
        }
    }
}
