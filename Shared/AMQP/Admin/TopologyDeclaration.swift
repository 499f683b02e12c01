import Kernel
import Logging
public import Messaging
import NIOCore

extension AMQPAdmin {
    /// Declares every exchange, queue and binding, in this order; what exists as declared stays as it is.
    ///
    /// A quorum queue whose majority is away makes the broker close the connection with 541: that, and a connection
    /// that is lost, is tried again.
    /// - Parameter attempts: how often one object is tried. Range: 1 and up.
    /// - Throws: ``AMQPError/Code/declarationMismatch`` (406) with the object's name, where it exists with other
    ///   properties.
    public func declare(_ topology: Topology, attempts: Int = 10) async throws {
        for exchange in topology.exchanges {
            try await declare(
                .exchangeDeclare(
                    name: exchange.name, kind: exchange.kind.rawValue, passive: false, arguments: exchange.arguments),
                expecting: .exchangeDeclareOk, about: exchange.name, attempts: attempts)
        }
        for queue in topology.queues {
            try await declare(
                .queueDeclare(name: queue.name, passive: false, arguments: queue.arguments), expecting: .queueDeclareOk,
                about: queue.name, attempts: attempts)
        }
        for binding in topology.bindings {
            try await declare(
                .queueBind(queue: binding.queue, exchange: binding.exchange, routingKey: binding.routingKey),
                expecting: .queueBindOk, about: binding.queue, attempts: attempts)
        }
    }

    private func declare(
        _ method: OutboundMethod, expecting reply: MethodNumber, about object: String, attempts: Int
    ) async throws {
        var attempt = 0
        while true {
            do {
                _ = try await call(method, expecting: [reply], about: object)
                return
            } catch let error as AMQPError where error.isRetriable && attempt + 1 < attempts {
                logger.info(
                    "declaring again",
                    metadata: [AMQPLoggingKeys.queue: "\(object)", AMQPLoggingKeys.error: "\(error)"])
                try await Task.sleep(for: configuration.backoff.delay(attempt: attempt, from: SystemRandomSource()))
                attempt += 1
            }
        }
    }
}
