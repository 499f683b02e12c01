public import Logging
public import Messaging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Publishes with confirms and `mandatory` on a connection of its own, over all reconnections.
///
/// Callers' batches share one window of messages without an answer. While there is no connection, or the broker takes
/// no messages, `publish` waits; cancelling the task ends the wait.
public final class AMQPPublisher: MessagePublisher, Service {
    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<PublisherCore?>
    private let status = PublisherStatus()

    /// - Parameters:
    ///   - window: how many messages may wait for their confirm. Range: 1…65535. Why 1000: waiting for each one costs
    ///     20 to 30 times the throughput, and more gains nothing.
    public init(configuration: AMQPConfiguration, window: Int = 1000, logger: Logger) {
        precondition((1...65_535).contains(window), "window must be in 1…65535")
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let core = NIOLoopBoundBox.makeEmptyBox(valueType: PublisherCore.self, eventLoop: loop)
        let status = status
        loop.execute {
            core.value = PublisherCore(configuration, window: window, on: loop, status: status, logger: logger)
        }
        self.loop = loop
        self.core = core
    }

    /// Whether messages can be sent at the moment.
    public var isReady: Bool { status.isReady && !status.isBlocked }

    /// Whether the broker has said that it takes no messages for now (`connection.blocked`).
    public var isBlocked: Bool { status.isBlocked }

    /// Why there is no connection; nil while there is one.
    public var lastError: AMQPError? { status.lastError }

    /// Keeps the connection until graceful shutdown or cancellation.
    ///
    /// At graceful shutdown nothing more is taken, and what is under way has five seconds to be confirmed.
    public func run() async throws {
        let stopped = loop.makePromise(of: Void.self)
        let core = core
        loop.execute {
            guard let publisher = core.value else { return stopped.succeed() }
            publisher.start { stopped.succeed() }
        }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await stopped.futureResult.get()
            } onGracefulShutdown: {
                self.stop(patience: .seconds(5))
            }
        } onCancel: {
            self.stop(patience: .zero)
        }
    }

    /// Sends a batch and waits until the fate of each message is known.
    ///
    /// If the connection is lost, the whole rest of the batch is `unknown`, so that nothing later in it overtakes.
    /// - Throws: `CancellationError`, or `AMQPError.Code.shutDown` after the end of ``run()``.
    public func publish(_ batch: [OutgoingMessage]) async throws -> [PublishOutcome] {
        guard !batch.isEmpty else { return [] }
        let ticket = CallerTicket()
        let core = core
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.execute {
                    guard let publisher = core.value else {
                        return continuation.resume(throwing: AMQPError(.shutDown))
                    }
                    publisher.enqueue(batch, ticket: ticket, continuation: continuation)
                }
            }
        } onCancel: {
            ticket.cancel()
            loop.execute { core.value?.cancel(ticket) }
        }
    }

    private func stop(patience: TimeAmount) {
        let core = core
        loop.execute { core.value?.stop(patience: patience) }
    }
}
