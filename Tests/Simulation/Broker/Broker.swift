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
        queues = [Place.dispatch, .assessment].flatMap { place in
            (0..<partitions).map { partition in
                BrokerQueue(
                    place: place, partition: partition, prefetch: prefetch,
                    isSingleActive: mutant != .noSingleActiveNorLock,
                    deliveryLimit: mutant == .lowDeliveryLimit ? 3 : 1000)
            }
        }
    }

    /// The queue of a subscription's partition.
    func queue(of place: Place, partition: Int) -> BrokerQueue? {
        queues.first { $0.place == place && $0.partition == partition }
    }

    /// Routes an event; nil where nobody takes it.
    func route(_ event: Event) -> BrokerQueue? {
        event.place.downstream.flatMap { queue(of: $0, partition: event.envelope.partition) }
    }
}
