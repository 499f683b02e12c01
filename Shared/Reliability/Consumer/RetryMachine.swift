public import Messaging

/// The order of work over waiting messages as a pure machine: each is tried alone, its attempt counted first.
///
/// A message that waits never comes from the broker again, so nothing but this count tells that it ends the process.
public struct RetryMachine: Sendable {
    /// What the loop around the machine is to do.
    public enum Action: Sendable {
        /// Read what is due.
        case read(limit: Int)
        /// Count the attempt, then handle it.
        case attempt(Delivery)
        case handle(Delivery)
        case recordFailure(Delivery, error: String)
        case refuse(Delivery, Refusal)
        /// The servers do not answer: wait, then read again.
        case backOff(failures: Int)
        /// Nothing is due: wait for the poll.
        case rest
    }

    private enum Phase: Sendable {
        case reading
        case trying
        case handling
        case recordingFailure(String)
        case refusing(Refusal)
        case waiting
        case resting
    }

    /// Messages a read.
    public static let batchSize = 100
    /// More ids than this are not remembered as counted.
    private static let remembered = 10_000

    private var phase = Phase.reading
    private var due: [Delivery] = []
    private var failures = 0
    /// Messages whose attempt this process has counted: a process can be ended once only.
    private var begun: Set<String> = []

    /// A machine that is about to read.
    public init() {}

    /// What to do now.
    public var action: Action {
        if case .waiting = phase { return .backOff(failures: failures) }
        guard let delivery = due.first else {
            if case .resting = phase { return .rest }
            return .read(limit: Self.batchSize)
        }
        return switch phase {
        case .handling: .handle(delivery)
        case .recordingFailure(let error): .recordFailure(delivery, error: error)
        case .refusing(let refusal): .refuse(delivery, refusal)
        case .trying, .reading, .resting, .waiting: hasBegun(delivery) ? .handle(delivery) : .attempt(delivery)
        }
    }

    /// What is due, longest overdue first.
    public mutating func read(_ deliveries: [Delivery]) {
        failures = 0
        due = deliveries
        phase = deliveries.isEmpty ? .resting : .trying
    }

    /// The poll came round.
    public mutating func woken() {
        if case .resting = phase { phase = .reading }
    }

    /// The attempt is counted.
    public mutating func counted(attempts: Int) {
        guard let delivery = due.first else { return }
        if let id = delivery.properties.messageID {
            if begun.count >= Self.remembered { begun = [] }
            begun.insert(id)
        }
        phase =
            attempts > PartitionMachine.fatalAttempts ? .refusing(PartitionMachine.fatal) : .handling
    }

    /// It was handled and committed.
    public mutating func handled(_ outcome: Outcome) {
        guard let delivery = due.first else { return }
        if case .refused(let refusal) = outcome {
            phase = .refusing(refusal)
        } else {
            if let id = delivery.properties.messageID { begun.remove(id) }
            next()
        }
    }

    /// What was asked for last did not happen and nothing was committed.
    ///
    /// - Parameters:
    ///   - error: without any value of the message.
    ///   - transient: waiting may cure it; it says nothing of the message.
    public mutating func failed(_ error: String, transient: Bool) {
        if !transient, isHandling {
            phase = .recordingFailure(error)
        } else {
            failures += 1
            due = []
            phase = .waiting
        }
    }

    /// The wait is over.
    public mutating func waited() {
        if case .waiting = phase { phase = .reading }
    }

    /// A failure or a dead letter is a committed row.
    public mutating func recorded() {
        next()
    }

    private var isHandling: Bool {
        if case .handle = action { true } else { false }
    }

    private func hasBegun(_ delivery: Delivery) -> Bool {
        delivery.properties.messageID.map { begun.contains($0) } ?? true
    }

    private mutating func next() {
        if !due.isEmpty { due.removeFirst() }
        phase = due.isEmpty ? .reading : .trying
    }
}
