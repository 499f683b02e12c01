import DequeModule
import Messaging

/// One message of a caller's batch.
struct PublishEntry: Hashable {
    /// Which batch, in the order in which they came.
    let job: UInt64
    let index: Int
}

/// The callers' batches that are under way: their messages, and which of them have an outcome.
///
/// Pure. A batch is kept until each of its messages has an outcome, even where its caller has stopped waiting: what was
/// sent may still come back.
struct PublishJobs {
    private struct Job {
        var messages: [OutgoingMessage]
        var outcomes: [PublishOutcome?]
        var missing: Int
        var isAbandoned = false

        mutating func settle(_ index: Int, _ outcome: PublishOutcome) -> Bool {
            guard missing > 0, outcomes[index] == nil else { return false }
            outcomes[index] = outcome
            missing -= 1
            return true
        }
    }

    /// A batch whose caller can have its outcomes.
    struct Finished: Hashable {
        let job: UInt64
        let outcomes: [PublishOutcome]
    }

    private var jobs: Deque<Job> = []
    /// The number of the first one kept.
    private var first: UInt64 = 0
    private var finished: [Finished] = []
    private var counts = OutcomeCounts()

    /// Takes a batch; its number is one more than the last one's.
    ///
    /// - Parameter messages: not empty.
    mutating func add(_ messages: [OutgoingMessage]) -> UInt64 {
        jobs.append(
            Job(
                messages: messages, outcomes: Array(repeating: nil, count: messages.count), missing: messages.count))
        return first + UInt64(jobs.count - 1)
    }

    /// The message, as long as its batch is kept.
    func message(of entry: PublishEntry) -> OutgoingMessage? {
        index(of: entry.job).map { jobs[$0].messages[entry.index] }
    }

    /// The message, where it has no outcome and its caller waits for one.
    func unsettledMessage(of entry: PublishEntry) -> OutgoingMessage? {
        guard let index = index(of: entry.job), !jobs[index].isAbandoned, jobs[index].outcomes[entry.index] == nil
        else { return nil }
        return jobs[index].messages[entry.index]
    }

    /// Notes an outcome; the first one of a message counts.
    mutating func settle(_ entry: PublishEntry, _ outcome: PublishOutcome) {
        guard let index = index(of: entry.job), jobs[index].settle(entry.index, outcome) else { return }
        counts.add(outcome)
        finishIfComplete(entry.job, index)
    }

    /// Gives every message of a batch that has no outcome this one.
    mutating func settleRest(of job: UInt64, _ outcome: PublishOutcome) {
        guard let index = index(of: job) else { return }
        for message in jobs[index].outcomes.indices where jobs[index].settle(message, outcome) { counts.add(outcome) }
        finishIfComplete(job, index)
    }

    /// The caller no longer waits.
    ///
    /// - Returns: false where it has its outcomes already, or had left before.
    mutating func abandon(_ job: UInt64) -> Bool {
        guard let index = index(of: job), !jobs[index].isAbandoned, jobs[index].missing > 0 else { return false }
        jobs[index].isAbandoned = true
        return true
    }

    /// A message of an abandoned batch that is not sent any more.
    mutating func withdraw(_ entry: PublishEntry) {
        guard let index = index(of: entry.job), jobs[index].settle(entry.index, .unknown) else { return }
        finishIfComplete(entry.job, index)
    }

    /// The batches that were finished since the last call, and how many messages had which outcome.
    mutating func takeFinished() -> (finished: [Finished], counts: OutcomeCounts) {
        defer {
            finished = []
            counts = OutcomeCounts()
        }
        return (finished, counts)
    }

    private func index(of job: UInt64) -> Int? {
        guard job >= first, job - first < UInt64(jobs.count) else { return nil }
        let index = Int(job - first)
        return jobs[index].messages.isEmpty ? nil : index
    }

    private mutating func finishIfComplete(_ job: UInt64, _ index: Int) {
        guard jobs[index].missing == 0, !jobs[index].messages.isEmpty else { return }
        if !jobs[index].isAbandoned {
            finished.append(Finished(job: job, outcomes: jobs[index].outcomes.map { $0 ?? .unknown }))
        }
        jobs[index].messages = []
        jobs[index].outcomes = []
        while let job = jobs.first, job.messages.isEmpty {
            jobs.removeFirst()
            first += 1
        }
    }
}

/// How many messages had which outcome.
struct OutcomeCounts: Hashable {
    private(set) var confirmed = 0
    private(set) var rejected = 0
    private(set) var returned = 0
    private(set) var refused = 0
    private(set) var unknown = 0

    mutating func add(_ outcome: PublishOutcome) {
        switch outcome {
        case .confirmed: confirmed += 1
        case .rejected: rejected += 1
        case .returned: returned += 1
        case .refused: refused += 1
        case .unknown: unknown += 1
        }
    }
}
