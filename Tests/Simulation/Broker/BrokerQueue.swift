import Kernel
import Messaging

/// One quorum queue: order, requeue, delivery counts, prefetch and the single active consumer.
final class BrokerQueue: Performer {
    /// A message in the queue.
    struct Entry {
        let event: Event
        /// Its position in the queue, which it keeps when it is requeued.
        let position: Int
        /// Deliveries that came back: `x-delivery-count`.
        var count: Int
    }

    let context: Context
    let partition: Int
    let name: String
    let isSingleActive: Bool
    private let prefetch: Int
    private let deliveryLimit: Int
    /// In order of their positions.
    private(set) var ready: [Entry] = []
    /// In order of their subscription; the first is the active one.
    private(set) var consumers: [Channel] = []
    /// Channels whose client is gone and whose connection the broker still takes for alive.
    private var lingering: [(channel: Channel, until: Timestamp)] = []
    private var nextPosition = 1

    init(context: Context, partition: Int, prefetch: Int, isSingleActive: Bool, deliveryLimit: Int) {
        self.context = context
        self.partition = partition
        self.prefetch = prefetch
        self.isSingleActive = isSingleActive
        self.deliveryLimit = deliveryLimit
        name = "\(context.name).p\(partition)"
    }

    var isEmpty: Bool { ready.isEmpty && lingering.isEmpty && consumers.allSatisfy(\.unacknowledged.isEmpty) }

    func enqueue(_ event: Event) {
        ready.append(Entry(event: event, position: nextPosition, count: 0))
        nextPosition += 1
    }

    // MARK: Consumers

    func subscribe(_ channel: Channel) { consumers.append(channel) }

    /// `basic.cancel`, by either side: the next consumer becomes active; what is unacknowledged stays with the channel.
    func cancel(_ channel: Channel) { consumers.removeAll { $0 === channel } }

    /// The channel or its connection is gone: what it held comes back to where it was, counted once more.
    func close(_ channel: Channel, _ world: World) {
        cancel(channel)
        lingering.removeAll { $0.channel === channel }
        let held = channel.unacknowledged
        channel.forget()
        for var entry in held {
            entry.count += 1
            if entry.count > deliveryLimit {
                // The queue's own limit: to the dead-letter exchange, no matter who is to blame.
                world.recorder.brokerGaveUp(entry.event)
                continue
            }
            requeue(entry)
            world.note(.requeue, name, entry.event.number, entry.count)
        }
    }

    /// The client is gone and the broker does not know it yet.
    func linger(_ channel: Channel, until moment: Timestamp) { lingering.append((channel, moment)) }

    func requeue(_ entry: Entry) {
        let index = ready.firstIndex { $0.position > entry.position } ?? ready.count
        ready.insert(entry, at: index)
    }

    // MARK: Delivering

    func readiness(_ world: World) -> Readiness {
        if !ready.isEmpty, !candidates.isEmpty { return .now }
        return lingering.map(\.until).min().map { .at($0) } ?? .waiting
    }

    func step(_ world: World) {
        if let gone = lingering.first(where: { $0.until <= world.now }) { return close(gone.channel, world) }
        let candidates = candidates
        guard !candidates.isEmpty, !ready.isEmpty else { return }
        let channel = candidates[world.random.below(candidates.count)]
        for _ in 0...world.random.below(3) where !ready.isEmpty && channel.unacknowledged.count < prefetch {
            let entry = ready.removeFirst()
            world.note(.deliver, name, entry.event.number, channel.number)
            channel.deliver(entry)
        }
    }

    /// The channels that may get the next message.
    private var candidates: [Channel] {
        let able = isSingleActive ? Array(consumers.prefix(1)) : consumers
        return able.filter { $0.unacknowledged.count < prefetch }
    }
}
