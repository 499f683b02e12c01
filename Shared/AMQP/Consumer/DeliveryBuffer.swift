import DequeModule
import Messaging
import NIOCore

/// Deliveries that have arrived and were not asked for yet, and when a caller may have them.
///
/// Pure: times go in. A caller who asks late finds that the time to wait for more has passed already, and takes
/// everything at once; so a busy consumer gets full batches and an idle one small ones.
struct DeliveryBuffer {
    /// What a caller gets.
    enum Answer: Hashable {
        /// This many, now.
        case take(Int)
        /// Nothing before then, unless more arrive.
        case waitUntil(NIODeadline)
        case wait
    }

    private var waiting: Deque<(delivery: Delivery, arrived: NIODeadline)> = []
    /// How much waits.
    ///
    /// Units: bytes of bodies.
    private(set) var bytes = 0

    var isEmpty: Bool { waiting.isEmpty }

    var count: Int { waiting.count }

    mutating func arrived(_ delivery: Delivery, at now: NIODeadline) {
        waiting.append((delivery, now))
        bytes += delivery.body.count
    }

    func answer(limit: Int, within: TimeAmount, now: NIODeadline) -> Answer {
        guard let first = waiting.first else { return .wait }
        let due = first.arrived + within
        guard waiting.count < limit, now < due else { return .take(min(limit, waiting.count)) }
        return .waitUntil(due)
    }

    mutating func take(_ count: Int) -> [Delivery] {
        let taken = waiting.prefix(count).map(\.delivery)
        waiting.removeFirst(taken.count)
        for delivery in taken { bytes -= delivery.body.count }
        return taken
    }

    mutating func removeAll() { self = Self() }
}
