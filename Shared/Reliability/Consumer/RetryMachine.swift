public import Messaging

/// The order of work over waiting messages as a pure machine: each is claimed, its attempt counted, then tried alone.
///
/// A message that waits never comes from the broker again, so nothing but the stored count shows that it ends the
/// process. The machine remembers no count of its own: an attempt that ends in order is forgotten or taken back in the
/// store, whichever process made it.
public struct RetryMachine: Sendable {
    /// What the loop around the machine is to do.
    public enum Action: Sendable {
        /// Claim what is due.
        case claim(limit: Int)
        /// Renew the claim and count the attempt, then handle it.
        case begin(ClaimedDelivery)
        case handle(ClaimedDelivery)
        case recordFailure(ClaimedDelivery, error: String)
        case refuse(ClaimedDelivery, Refusal)
        /// The servers did not let it be tried: take the attempt back and give the claim up.
        case release(ClaimedDelivery)
        /// The servers do not answer: wait, then go on.
        case backOff(failures: Int)
        /// Nothing is due: wait for the poll.
        case rest
    }

    private enum Phase: Sendable {
        case claiming
        case beginning
        case handling
        case recordingFailure(String)
        case refusing(Refusal)
        case releasing
        case resting
    }

    /// Messages a claim.
    public static let batchSize = 100

    private var phase = Phase.claiming
    private var claimed: ArraySlice<ClaimedDelivery> = []
    private var failures = 0
    private var isWaiting = false

    /// A machine that is about to claim.
    public init() {}

    /// What to do now.
    public var action: Action {
        if isWaiting { return .backOff(failures: failures) }
        guard let first = claimed.first else {
            if case .resting = phase { return .rest }
            return .claim(limit: Self.batchSize)
        }
        return switch phase {
        case .claiming, .resting, .beginning: .begin(first)
        case .handling: .handle(first)
        case .recordingFailure(let error): .recordFailure(first, error: error)
        case .refusing(let refusal): .refuse(first, refusal)
        case .releasing: .release(first)
        }
    }

    /// What was due and is claimed, longest overdue first.
    public mutating func claimed(_ deliveries: [ClaimedDelivery]) {
        failures = 0
        claimed = deliveries[...]
        phase = deliveries.isEmpty ? .resting : .beginning
    }

    /// The poll came round.
    public mutating func woken() {
        if case .resting = phase { phase = .claiming }
    }

    /// The claim is renewed and the attempt counted; nil where the claim has ended and another process has the message.
    ///
    /// - Parameter attempts: as they are stored, this one included.
    public mutating func begun(_ renewed: ClaimedDelivery?, attempts: Int) {
        guard let renewed, !claimed.isEmpty else { return next() }
        claimed[claimed.startIndex] = renewed
        phase = attempts > PartitionMachine.fatalAttempts ? .refusing(PartitionMachine.fatal) : .handling
    }

    /// It was handled and committed.
    public mutating func handled(_ outcome: Outcome) {
        failures = 0
        if case .refused(let refusal) = outcome { phase = .refusing(refusal) } else { next() }
    }

    /// What was asked for last did not happen and nothing was committed.
    ///
    /// - Parameters:
    ///   - error: without any value of the message.
    ///   - transient: waiting may cure it; it says nothing of the message.
    public mutating func failed(_ error: String, transient: Bool) {
        if case .handling = phase {
            phase = transient ? .releasing : .recordingFailure(error)
            guard transient else { return }
        } else if !transient, !claimed.isEmpty {
            // What cannot be set aside is left to the end of its claim, and the others go on.
            next()
        }
        failures += 1
        isWaiting = true
    }

    /// The wait is over.
    public mutating func waited() {
        isWaiting = false
    }

    /// A failure or a dead letter is a committed row.
    public mutating func recorded() {
        next()
    }

    /// The attempt is taken back and the claim given up.
    public mutating func released() {
        next()
    }

    private mutating func next() {
        claimed = claimed.dropFirst()
        phase = claimed.isEmpty ? .claiming : .beginning
    }
}
