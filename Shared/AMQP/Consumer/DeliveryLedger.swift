import DequeModule

/// The deliveries of one channel that have not been settled, by their numbers.
///
/// Pure: it turns settlements into methods, and drops those that the broker would close the channel for: a number
/// settled before, or one never delivered.
struct DeliveryLedger {
    private struct Slot {
        /// The delivery's position in a stream.
        let offset: Int64?
        var isSettled = false
    }

    private var slots: Deque<Slot> = []
    /// The number of the first slot.
    ///
    /// Source: AMQP 0-9-1 section 1.8.3.13: numbers start at 1 on each channel.
    private var first: UInt64 = 1
    /// How many deliveries are not settled.
    private(set) var unsettled = 0
    /// Where a stream is to be taken up again: behind the last delivery before which everything is settled, at the first
    /// delivery while nothing is; nil before that.
    private(set) var resumeOffset: Int64?

    /// - Throws: `protocolViolation` for a number other than the next one.
    mutating func delivered(number: UInt64, offset: Int64? = nil) throws(AMQPError) {
        guard number == first + UInt64(slots.count) else {
            throw AMQPError(.protocolViolation, reason: "delivery \(number) out of order")
        }
        if resumeOffset == nil { resumeOffset = offset }
        slots.append(Slot(offset: offset))
        unsettled += 1
    }

    /// Settles everything up to a number.
    mutating func acknowledge(upTo number: UInt64) -> OutboundMethod? {
        guard let last = index(of: number) else { return nil }
        var any = false
        for index in 0...last where !slots[index].isSettled {
            slots[index].isSettled = true
            unsettled -= 1
            any = true
        }
        shed()
        return any ? .ack(number: number, multiple: true) : nil
    }

    /// Settles one.
    mutating func acknowledgeOne(_ number: UInt64) -> OutboundMethod? {
        settleOne(number) ? .ack(number: number, multiple: false) : nil
    }

    /// Sends one to the dead-letter exchange.
    mutating func reject(_ number: UInt64) -> OutboundMethod? {
        settleOne(number) ? .reject(number: number, requeue: false) : nil
    }

    private mutating func settleOne(_ number: UInt64) -> Bool {
        guard let index = index(of: number), !slots[index].isSettled else { return false }
        slots[index].isSettled = true
        unsettled -= 1
        shed()
        return true
    }

    private func index(of number: UInt64) -> Int? {
        guard number >= first, number - first < UInt64(slots.count) else { return nil }
        return Int(number - first)
    }

    private mutating func shed() {
        while let slot = slots.first, slot.isSettled {
            if let offset = slot.offset {
                // Behind the last offset that there can be nothing is left to take up.
                let (next, overflow) = offset.addingReportingOverflow(1)
                resumeOffset = overflow ? offset : next
            }
            slots.removeFirst()
            first += 1
        }
    }
}
