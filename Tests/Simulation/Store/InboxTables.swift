import Kernel
import Messaging
import Reliability
import Wire

// The statements of the inbox, as `PostgresInbox`, `DeadLetterStore` and the settlement of `UnitOfWork` write them.

extension Tables {
    /// What the gate knows, after the locks.
    func known(_ entries: [InboxEntry]) -> InboxGate.Known {
        var known = InboxGate.Known()
        let aggregates = Set(entries.compactMap { $0.position?.aggregate })
        for aggregate in aggregates { known.versions[aggregate] = versions[aggregate] }
        for row in waiting.values where aggregates.contains(row.event.position.aggregate) {
            known.waiting[row.event.position] = row.dueAt != nil
        }
        for entry in entries { known.appliedHashes[entry.messageID] = inbox[entry.messageID] }
        return known
    }

    /// Writes what the gate decided.
    mutating func settle(
        _ gate: Passage, _ items: [(event: Event, entry: InboxEntry)], at now: Timestamp, _ mutant: Mutant?
    ) {
        for index in gate.apply {
            let (event, entry) = items[index]
            if mutant != .noInboxRow { inbox[entry.messageID] = entry.bodyHash }
            // Another process may have given it up meanwhile.
            if !(mutant?.givesUpBlindly ?? false) { deadIn[entry.messageID] = nil }
            applied.append(Applied(event: event.number, position: event.position))
        }
        for index in mutant == .effectOutsideGate ? Array(items.indices) : gate.apply {
            tallies[items[index].event.position.aggregate, default: 0] += 1
        }
        versions.merge(gate.versions) { _, new in new }
        for index in gate.hold where waiting[items[index].entry.messageID] == nil {
            waiting[items[index].entry.messageID] = Waiting(event: items[index].event, attempts: 0)
        }
        for position in gate.release { release(position, at: now) }
        for (item, outcome) in zip(items, gate.outcomes) where item.entry.isRetry {
            switch outcome {
            case .held: waiting[item.entry.messageID]?.dueAt = nil
            case .applied, .duplicate: waiting[item.entry.messageID] = nil
            case .refused: break
            }
        }
        guard mutant != .attemptsKept, mutant != .settledAtEndOnly else { return }
        // Whatever came of it, it did not end the process.
        for (item, outcome) in zip(items, gate.outcomes) where item.entry.isRetry || item.entry.isRedelivered {
            if case .refused = outcome { continue }
            attempts[item.entry.messageID] = nil
        }
    }

    private mutating func release(_ position: InboxEntry.Position, at now: Timestamp) {
        for (id, row) in waiting where row.event.position == position && row.dueAt == nil {
            waiting[id]?.dueAt = now
        }
    }

    mutating func recordAttempt(_ event: Event) -> Int {
        attempts[event.id, default: 0] += 1
        return attempts[event.id] ?? 0
    }

    /// An attempt that ended in order is not one that ended the process.
    ///
    /// - Parameter claim: nil for what came from the broker.
    mutating func recordFailure(
        _ event: Event, claim: Timestamp?, error: String, random: UInt64, at now: Timestamp, _ mutant: Mutant?
    ) -> Disposition {
        let policy = RetryPolicy()
        guard inbox[event.id] == nil || mutant?.givesUpBlindly ?? false else { return .ignored }
        if mutant != .retriesUnclaimed {
            if let claim {
                guard waiting[event.id]?.dueAt == claim else { return .ignored }
            } else if waiting[event.id] != nil {
                attempts[event.id] = nil
                return .ignored
            }
        }
        if mutant != .attemptsKept { attempts[event.id] = nil }
        let before = waiting[event.id]?.attempts ?? 0
        guard before + 1 >= policy.attempts else {
            let delay = policy.delay(afterAttempt: before + 1, random: random)
            waiting[event.id] = Waiting(event: event, dueAt: now + delay, attempts: before + 1, error: error)
            return .waits
        }
        refuse(event, reason: error, mutant)
        return .dead
    }

    /// What another process has claimed meanwhile is left to it.
    ///
    /// - Returns: whether it is a dead letter now.
    mutating func refuse(_ event: Event, claim: Timestamp, reason: String, _ mutant: Mutant?) -> Bool {
        guard mutant == .retriesUnclaimed || waiting[event.id]?.dueAt == claim else { return false }
        refuse(event, reason: reason, mutant)
        return true
    }

    /// What is applied meanwhile is no dead letter.
    mutating func refuse(_ event: Event, reason: String, _ mutant: Mutant?) {
        if deadIn[event.id] == nil, inbox[event.id] == nil || mutant?.givesUpBlindly ?? false {
            deadIn[event.id] = Dead(event: event, reason: reason)
        }
        waiting[event.id] = nil
    }

    /// What is due, claimed until a moment; a mutant leaves it to every other process as well.
    mutating func claim(limit: Int, at now: Timestamp, _ mutant: Mutant?) -> [(event: Event, until: Timestamp)] {
        let rows = waiting.values.compactMap { row in row.dueAt.map { (at: $0, event: row.event) } }
        let due = rows.filter { $0.at <= now }.sorted { ($0.at, $0.event.number) < ($1.at, $1.event.number) }
            .prefix(limit)
        guard mutant != .retriesUnclaimed else { return due.map { ($0.event, $0.at) } }
        return due.map { row in
            waiting[row.event.id]?.dueAt = now + PostgresInbox.lease
            return (row.event, now + PostgresInbox.lease)
        }
    }

    /// Renews the claim and counts the attempt; nil where the claim has ended.
    mutating func begin(
        _ event: Event, claim: Timestamp, at now: Timestamp, _ mutant: Mutant?
    ) -> (until: Timestamp, attempts: Int)? {
        if mutant == .retriesUnclaimed { return (claim, recordAttempt(event)) }
        guard waiting[event.id]?.dueAt == claim else { return nil }
        waiting[event.id]?.dueAt = now + PostgresInbox.lease
        return (now + PostgresInbox.lease, recordAttempt(event))
    }

    /// Takes an attempt back that the servers did not let be made.
    mutating func release(_ event: Event, claim: Timestamp, random: UInt64, at now: Timestamp, _ mutant: Mutant?) {
        if mutant != .attemptsKept, let count = attempts[event.id], count > 0 { attempts[event.id] = count - 1 }
        guard waiting[event.id]?.dueAt == claim else { return }
        waiting[event.id]?.dueAt = now + RetryPolicy().delay(afterAttempt: 1, random: random)
    }

    /// Puts every dead letter back among the waiting, as the operator's desk does.
    mutating func replayDeadLetters(at now: Timestamp, _ mutant: Mutant?) -> [Event] {
        let events = deadIn.values.map(\.event).sorted { $0.number < $1.number }
        for event in events {
            waiting[event.id] = Waiting(event: event, dueAt: now, attempts: 0)
            if mutant != .attemptsKept { attempts[event.id] = nil }
        }
        deadIn = [:]
        return events
    }
}
