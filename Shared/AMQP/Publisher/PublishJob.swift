import Messaging
import Synchronization

/// Lets a waiting caller be found again, and says that he no longer waits.
final class PublishTicket: Sendable {
    let isCancelled = Atomic(false)
}

/// One caller's batch on its way: which messages have an outcome, and who waits for the last one.
///
/// Lives on the publisher's event loop.
final class PublishJob {
    let ticket: PublishTicket
    let messages: [OutgoingMessage]
    private var outcomes: [PublishOutcome?]
    private var missing: Int
    private var continuation: CheckedContinuation<[PublishOutcome], any Error>?

    init(
        _ messages: [OutgoingMessage], ticket: PublishTicket,
        continuation: CheckedContinuation<[PublishOutcome], any Error>
    ) {
        self.messages = messages
        self.ticket = ticket
        self.continuation = continuation
        outcomes = Array(repeating: nil, count: messages.count)
        missing = messages.count
    }

    /// Whether nobody waits any more.
    var isOver: Bool { continuation == nil }

    /// Whether every message has its outcome.
    var isComplete: Bool { missing == 0 }

    /// Notes an outcome; the first one of a message counts.
    func settle(_ index: Int, _ outcome: PublishOutcome) {
        guard outcomes[index] == nil else { return }
        outcomes[index] = outcome
        missing -= 1
    }

    /// Gives every message without an outcome this one.
    func settleRest(_ outcome: PublishOutcome) {
        for index in outcomes.indices { settle(index, outcome) }
    }

    /// Whether the message at this place has an outcome.
    func isSettled(_ index: Int) -> Bool { outcomes[index] != nil }

    /// Tells the caller, once everything is known.
    func finishIfComplete() {
        guard missing == 0, let continuation else { return }
        self.continuation = nil
        continuation.resume(returning: outcomes.map { $0 ?? .unknown })
    }

    /// Lets the caller go without outcomes.
    func abandon(_ error: any Error) {
        continuation?.resume(throwing: error)
        continuation = nil
    }
}

/// One message of a job.
struct PublishEntry {
    let job: PublishJob
    let index: Int

    var message: OutgoingMessage { job.messages[index] }
}
