import Kernel
import Messaging
import Wire

/// The message broker, in memory: what RabbitMQ 3.10 does with quorum queues and single active consumers.
final class Broker {
    let queues: [BrokerQueue]
    /// A memory or disk alarm: nothing that is published is taken.
    var isBlocked = false
    private let partitions: Int

    init(partitions: Int, prefetch: Int, mutant: Mutant?) {
        self.partitions = partitions
        queues = [Context.dispatch, .assessment].flatMap { context in
            (0..<partitions).map { partition in
                BrokerQueue(
                    context: context, partition: partition, prefetch: prefetch,
                    isSingleActive: mutant != .noSingleActiveNorLock,
                    deliveryLimit: mutant == .lowDeliveryLimit ? 3 : 1000)
            }
        }
    }

    /// The queue of a subscription's partition.
    func queue(of context: Context, partition: Int) -> BrokerQueue? {
        queues.first { $0.context == context && $0.partition == partition }
    }

    /// Routes an event; nil where nobody takes it.
    func route(_ event: Event) -> BrokerQueue? {
        event.context.downstream.flatMap { queue(of: $0, partition: event.envelope.partition) }
    }
}
