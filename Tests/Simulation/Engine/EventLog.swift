import Kernel

/// What can happen in a history.
enum Happening: UInt64 {
    case restart, crash, stop, fault, heal, clockJump, phase
    case command, answered, unanswered
    case begin, commit, rollback, commitUnknown, refusedByStore
    case lead, read, publish, confirmed, nacked, returned, refused, unknown, storeCursor, stepDown
    case deliver, acknowledge, staleTag, requeue, promoted, cancelled
    case handle, outcome, attempt, recordFailure, deadLetter, backOff, killed
    case recorded, timer, replayLetter, claim, cutOff
}

/// What happened in a history, in order: two histories that differ have different hashes; the lines are for people.
struct EventLog {
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private(set) var lines: [String] = []
    let isKept: Bool

    /// - Parameter isKept: whether the lines are kept; the hash always is.
    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func note(
        _ what: Happening, by actor: String, _ first: Int, _ second: Int, step: Int, at now: Timestamp
    ) {
        for word in [what.rawValue, UInt64(bitPattern: Int64(first)), UInt64(bitPattern: Int64(second))] {
            hash = (hash ^ word) &* 0x0000_0100_0000_01B3
            hash ^= hash >> 29
        }
        hash = (hash ^ UInt64(bitPattern: now.microseconds)) &* 0x0000_0100_0000_01B3
        guard isKept else { return }
        lines.append("\(step) \(now.iso8601) \(actor): \(what) \(first) \(second)")
    }
}
