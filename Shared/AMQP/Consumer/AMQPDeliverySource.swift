public import Messaging
import NIOCore
import ServiceLifecycle

/// One queue's deliveries, over all reconnections.
///
/// For one consumer loop: ask, handle, settle, ask again. A delivery of a lost channel can be settled without harm;
/// the broker delivers it again under a new tag.
public final class AMQPDeliverySource: DeliverySource {
    /// The queue that it consumes from.
    public let queue: String
    private let loop: any EventLoop
    private let subscription: NIOLoopBoundBox<QueueSubscription?>

    init(queue: String, loop: any EventLoop, subscription: NIOLoopBoundBox<QueueSubscription?>) {
        self.queue = queue
        self.loop = loop
        self.subscription = subscription
    }

    /// Waits for a delivery, then takes what has arrived up to `limit`, waiting at most `within` for more.
    ///
    /// `within` counts from the arrival of the first delivery, not from the call. Graceful shutdown of the calling
    /// task stops the source.
    /// - Returns: the deliveries in order; empty only when the source was stopped or the task cancelled.
    public func next(limit: Int, within: Duration) async throws -> [Delivery] {
        await next(settling: .none, limit: limit, within: within)
    }

    /// Calls a closure with batch after batch and settles what it returns, until the source is stopped or the task cancelled.
    ///
    /// A batch is what has arrived, up to `limit`, at most `within` after its first delivery. Where the closure throws,
    /// nothing of the batch is settled and the error is passed on: its deliveries come again with the next channel.
    /// - Parameter handle: returns the settlement of its batch; `.none` settles nothing.
    public func run(
        limit: Int = 100, within: Duration = .milliseconds(5),
        _ handle: (DeliveryBatch) async throws -> Settlement
    ) async throws {
        var settlement = Settlement.none
        while let batch = DeliveryBatch(await next(settling: settlement, limit: limit, within: within)) {
            settlement = try await handle(batch)
        }
    }

    /// Settles the last batch and takes the next one, in one call of the event loop.
    private func next(settling settlement: Settlement, limit: Int, within: Duration) async -> [Delivery] {
        precondition(limit > 0, "limit must be positive")
        let ticket = CallerTicket()
        let (loop, subscription) = (loop, subscription)
        return await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { continuation in
                    loop.execute {
                        guard let subscription = subscription.value else { return continuation.resume(returning: []) }
                        subscription.settle(settlement)
                        subscription.next(ticket, limit: limit, within: TimeAmount(within), continuation)
                    }
                }
            } onGracefulShutdown: {
                self.stop()
            }
        } onCancel: {
            ticket.cancel()
            loop.execute { subscription.value?.cancel(ticket) }
        }
    }

    /// Settles deliveries; one of an earlier epoch is ignored.
    ///
    /// Does not wait for the socket. What is settled after its channel was lost comes again, but for a stream's that is
    /// settled before there is a new channel.
    public func settle(_ settlement: Settlement) async throws {
        if case .none = settlement { return }
        let subscription = subscription
        loop.execute { subscription.value?.settle(settlement) }
    }

    /// Ends the source in order: nothing more is delivered, and as soon as what was is settled the channel closes.
    ///
    /// The broker gives the rest to the next consumer, in order. From now on `next` returns an empty array.
    public func stop() {
        let subscription = subscription
        loop.execute { subscription.value?.stop() }
    }
}
