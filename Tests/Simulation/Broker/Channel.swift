import Kernel
import Messaging

/// A consumer's channel as the broker sees it.
final class Channel {
    let number: Int
    let queue: BrokerQueue
    private weak var source: Source?
    private var nextTag: UInt64 = 1
    private var held: [(tag: UInt64, entry: BrokerQueue.Entry)] = []

    init(number: Int, queue: BrokerQueue, source: Source) {
        self.number = number
        self.queue = queue
        self.source = source
    }

    var unacknowledged: [BrokerQueue.Entry] { held.map(\.entry) }

    func deliver(_ entry: BrokerQueue.Entry) {
        held.append((nextTag, entry))
        source?.arrived(entry, tag: nextTag, on: self)
        nextTag += 1
    }

    /// `basic.ack` with `multiple`.
    func acknowledge(upTo tag: UInt64, _ world: World) {
        for (number, entry) in held where number <= tag {
            world.note(.acknowledge, queue.name, entry.event.number, Int(number))
            world.recorder.acknowledged(entry.event, in: world.store(queue.context), world)
        }
        held.removeAll { $0.tag <= tag }
    }

    /// `basic.nack` with requeue.
    func requeue(tag: UInt64) {
        guard let index = held.firstIndex(where: { $0.tag == tag }) else { return }
        var entry = held.remove(at: index).entry
        entry.count += 1
        queue.requeue(entry)
    }

    func forget() { held = [] }
}
