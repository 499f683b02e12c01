public import Kernel
public import Logging
public import Messaging
public import Postgres
public import ServiceLifecycle

/// Everything of a context that moves messages, as services in the order in which they may depend on one another.
///
/// A service group stops them in reverse: first the consumers finish and acknowledge the batch in hand, then the
/// retries stop, then the relay.
public struct MessageFlow: Sendable {
    /// Upkeep, relay, retries, consumers.
    public let services: [any Service]

    /// Lays out the flow of one context.
    ///
    /// - Parameters:
    ///   - context: the service's name.
    ///   - exchange: where its events go.
    ///   - source: opens a queue.
    ///   - subscriptions: what it takes.
    ///   - handlers: by stream, the first two words of a message's type. A stream to which the context subscribes and
    ///     for which there is no handler is a mistake in the wiring.
    ///   - commandQueue: the queue of the context's commands and their stream, where it takes any.
    ///   - time: the city's clock, against which those of the senders are held.
    ///   - seal: seals what waits or is dead, where messages carry personal data.
    public init(
        context: String, exchange: String, pool: PostgresPool, publisher: any MessagePublisher,
        source: (String) -> any DeliverySource, subscriptions: [Subscription],
        handlers: [String: any DeliveryHandler], commandQueue: (name: String, stream: String)? = nil,
        partitions: Int, seal: (any BodyEncryption)? = nil, signal: RelaySignal, random: any RandomSource,
        time: (any TimeSource)? = nil,
        crash: CrashSwitch = CrashSwitch(), logger: Logger
    ) {
        let inbox = PostgresInbox(pool: pool, partitions: partitions, random: random, seal: seal)
        func handler(of stream: String) -> any DeliveryHandler {
            guard let handler = handlers[stream] else {
                preconditionFailure("\(context) subscribes to \(stream) and has no handler for it")
            }
            return handler
        }
        func consumer(of queue: String, by handler: any DeliveryHandler) -> any Service {
            PartitionConsumer(
                queue: queue, source: source(queue), handler: handler, inbox: inbox, random: random, time: time,
                crash: crash, logger: logger)
        }
        var services: [any Service] = [
            Periodically.messagePartitionUpkeep(pool: pool, logger: logger),
            JournalRelay(
                pool: pool, source: context, publisher: publisher, signal: signal, random: random,
                exchange: exchange, crash: crash, logger: logger),
        ]
        if !handlers.isEmpty {
            services.append(RetryLoop(inbox: inbox, handlers: handlers, random: random, logger: logger))
        }
        for subscription in subscriptions {
            let shared = SharedHandler(handler(of: subscription.stream))
            for partition in 0..<partitions {
                services.append(consumer(of: subscription.queue(partition: partition), by: shared))
            }
        }
        if let commandQueue {
            services.append(consumer(of: commandQueue.name, by: handler(of: commandQueue.stream)))
        }
        self.services = services
    }
}
