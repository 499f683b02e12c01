import DequeModule

/// The published messages that the broker has not yet answered for, by their sequence numbers.
///
/// Pure: numbers from the peer go in, entries come out; no number can make it trap.
struct ConfirmRing<Entry> {
    private struct Slot {
        let entry: Entry
        var isSettled = false
        var isReturned = false
    }

    private var slots: Deque<Slot> = []
    /// The number of the first slot.
    ///
    /// Source: RabbitMQ, Publisher Confirms: numbers start at 1 on each channel.
    private var first: UInt64 = 1
    /// How many slots are not settled.
    private(set) var outstanding = 0
    /// Where the search for the next returned message starts.
    private var returnHint: UInt64 = 1

    /// How many numbers lie between the oldest unanswered message and the newest, both included.
    var span: Int { slots.count }

    /// The messages without an answer, in order.
    var unanswered: [Entry] { slots.filter { !$0.isSettled }.map(\.entry) }

    /// The message gets the next number.
    mutating func published(_ entry: Entry) {
        slots.append(Slot(entry: entry))
        outstanding += 1
    }

    /// An ack or nack: calls `settle` for each message that it newly answers for, with whether it was returned
    /// before.
    ///
    /// A number answered for before is ignored.
    /// - Throws: `protocolViolation` for a number that was never published.
    mutating func answered(
        number: UInt64, multiple: Bool, settle: (_ entry: Entry, _ wasReturned: Bool) -> Void
    ) throws(AMQPError) {
        // Zero with `multiple` means everything so far. Source: AMQP 0-9-1 section 1.8.3.13.
        let last = multiple && number == 0 ? first + UInt64(slots.count) - 1 : number
        guard last > 0 || multiple, last < first + UInt64(slots.count) else {
            throw AMQPError(.protocolViolation, reason: "confirm of \(number), which was never published")
        }
        guard last >= first else { return }
        let end = Int(last - first)
        for index in (multiple ? 0 : end)...end where !slots[index].isSettled {
            slots[index].isSettled = true
            outstanding -= 1
            settle(slots[index].entry, slots[index].isReturned)
        }
        while let slot = slots.first, slot.isSettled {
            slots.removeFirst()
            first += 1
        }
    }

    /// Finds the message that came back and marks it, so that the ack that follows does not count as a success.
    ///
    /// Why: a return carries no number. Returns come in the order of publishing, so the search goes on behind the
    /// last one found, and starts over once.
    /// - Returns: the entry, or nil where none matches.
    mutating func returned(where matches: (Entry) -> Bool) -> Entry? {
        let start = returnHint > first ? Int(min(returnHint - first, UInt64(slots.count))) : 0
        for index in [start..<slots.count, 0..<start].joined()
        where !slots[index].isSettled && !slots[index].isReturned && matches(slots[index].entry) {
            slots[index].isReturned = true
            returnHint = first + UInt64(index) + 1
            return slots[index].entry
        }
        return nil
    }

    /// Everything unanswered, in order; the ring is as new afterwards, for a new channel.
    mutating func abandon() -> [Entry] {
        let rest = unanswered
        self = Self()
        return rest
    }
}
