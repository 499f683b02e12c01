import Kernel
import Messaging

/// A process's end of a subscription: what `AMQPDeliverySource` is, over all reconnections.
final class Source {
    let queue: BrokerQueue
    private(set) var channel: Channel?
    private var epoch: UInt64 = 0
    private var buffer: [Delivery] = []
    private var connectAt: Timestamp?
    /// Set by a server's cancel: the channel is given up as soon as the client has heard of it.
    private(set) var wasCancelled = false

    init(queue: BrokerQueue) {
        self.queue = queue
    }

    var hasDeliveries: Bool { !buffer.isEmpty }
    /// When it can connect again; nil while it is connected.
    var reconnection: Timestamp? { channel == nil ? connectAt ?? .zero : nil }

    func connect(_ world: World) {
        epoch += 1
        let channel = Channel(number: Int(world.random.next() % 100_000), queue: queue, source: self)
        self.channel = channel
        wasCancelled = false
        queue.subscribe(channel)
        world.note(.promoted, queue.name, channel.number, queue.consumers.count)
    }

    func arrived(_ entry: BrokerQueue.Entry, tag: UInt64, on channel: Channel) {
        guard channel === self.channel else { return }
        var properties = entry.event.properties
        if entry.count > 0 { properties.headers["x-delivery-count"] = .integer(Int64(entry.count)) }
        buffer.append(
            Delivery(
                tag: DeliveryTag(epoch: epoch, number: tag), exchange: "minqing.events",
                routingKey: entry.event.envelope.routingKey, properties: properties, body: entry.event.body,
                redelivered: entry.count > 0))
    }

    func take(limit: Int) -> [Delivery] {
        let taken = Array(buffer.prefix(limit))
        buffer.removeFirst(taken.count)
        return taken
    }

    /// Acknowledges, unless the tag is of an earlier epoch.
    func acknowledge(upTo tag: DeliveryTag, _ world: World) {
        guard let channel else { return }
        guard tag.epoch == epoch || world.mutant == .staleTagAcknowledged else {
            return world.note(.staleTag, queue.name, Int(tag.number), Int(tag.epoch))
        }
        channel.acknowledge(upTo: tag.number, world)
    }

    /// The mutant's way to try again.
    func requeue(_ tag: DeliveryTag) {
        if tag.epoch == epoch { channel?.requeue(tag: tag.number) }
    }

    /// The broker cancels the consumer: the next one is promoted, and what this one holds stays with its channel.
    func cancelledByBroker(_ world: World) {
        guard let channel, !wasCancelled else { return }
        wasCancelled = true
        queue.cancel(channel)
        world.note(.cancelled, queue.name, channel.number)
    }

    /// The connection is gone.
    ///
    /// - Parameter noticed: when the broker hears of it; at once where nil.
    func disconnect(_ world: World, noticed: Timestamp? = nil, reconnectAfter: Duration) {
        connectAt = world.now + reconnectAfter
        buffer = []
        wasCancelled = false
        guard let channel else { return }
        self.channel = nil
        if let noticed {
            queue.linger(channel, until: noticed)
        } else {
            queue.close(channel, world)
        }
    }
}
