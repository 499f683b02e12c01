public import Logging
public import Messaging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Consumes from queues on a connection of its own, a channel for each, over all reconnections.
public final class AMQPConsumer: Service {
    private let configuration: AMQPConfiguration
    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ConsumerCore?>
    private let status = ConsumerStatus()
    private let logger: Logger

    /// A consumer that connects when it is run.
    public init(configuration: AMQPConfiguration, logger: Logger) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let core = NIOLoopBoundBox.makeEmptyBox(valueType: ConsumerCore.self, eventLoop: loop)
        let status = status
        loop.execute { core.value = ConsumerCore(configuration, on: loop, status: status, logger: logger) }
        self.configuration = configuration
        self.loop = loop
        self.core = core
        self.logger = logger
    }

    /// Whether there is a connection and every source that was not stopped is subscribed.
    public var isReady: Bool { status.isReady }

    /// Why there is no connection; nil while there is one.
    public var lastError: AMQPError? { status.lastError }

    /// A queue's deliveries, on a channel of their own, from now on or from the start of ``run()``.
    ///
    /// - Parameters:
    ///   - prefetch: how many unsettled deliveries the broker may have here. Range: 1…65535. Why: without a limit a
    ///     full queue would come over at once; memory is bounded by this many messages.
    ///   - exclusive: whether to refuse other consumers; while there is one, subscribing is tried again and again.
    ///   - consumerArguments: for a stream `x-stream-offset`. With it the stream is taken up again behind the last
    ///     delivery before which everything is settled; where nothing has come yet, at the offset asked for. Without it
    ///     a stream is read from its end, after each reconnection too.
    public func source(
        queue: String, prefetch: Int = 500, exclusive: Bool = false, consumerArguments: Headers = [:]
    ) -> AMQPDeliverySource {
        precondition((1...65_535).contains(prefetch), "prefetch must be in 1…65535")
        let request = SubscriptionRequest(
            queue: queue, prefetch: UInt16(prefetch), exclusive: exclusive, arguments: consumerArguments,
            bufferLimit: configuration.largestBuffer)
        let subscription = NIOLoopBoundBox.makeEmptyBox(valueType: QueueSubscription.self, eventLoop: loop)
        let (core, loop, logger, backoff) = (core, loop, logger, configuration.backoff)
        let status = status
        status.announce()
        loop.execute {
            let new = QueueSubscription(request, backoff: backoff, on: loop, logger: logger)
            subscription.value = new
            core.value?.add(new)
            status.added()
        }
        return AMQPDeliverySource(queue: queue, loop: loop, subscription: subscription)
    }

    /// Keeps the connection until graceful shutdown or cancellation.
    ///
    /// At graceful shutdown every source is stopped (``AMQPDeliverySource/stop()``) and has ten seconds to end in
    /// order.
    public func run() async throws {
        let stopped = loop.makePromise(of: Void.self)
        let core = core
        loop.execute {
            guard let consumer = core.value else { return stopped.succeed() }
            consumer.start { stopped.succeed() }
        }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await stopped.futureResult.get()
            } onGracefulShutdown: {
                self.stop(patience: .seconds(10))
            }
        } onCancel: {
            self.stop(patience: .zero)
        }
    }

    private func stop(patience: TimeAmount) {
        let core = core
        loop.execute { core.value?.stop(patience: patience) }
    }
}
