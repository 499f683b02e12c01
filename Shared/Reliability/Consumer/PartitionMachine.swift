public import Messaging

/// The order of work over one partition's deliveries as a pure machine.
///
/// A batch is handled whole; when it fails it is halved until the offender stands alone, and that one becomes a
/// waiting row. What came more than once is handled alone, its attempt counted first. A delivery is acknowledged only
/// when it and all before it are committed rows; and before what came more than once is tried, so that what ends the
/// process drags nothing along that is finished.
public struct PartitionMachine: Sendable {
    /// What the loop around the machine is to do.
    public enum Action: Sendable {
        case receive
        case handle([Delivery])
        /// Count the attempt, then handle it alone.
        case attempt(Delivery)
        case recordFailure(Delivery, error: String)
        case refuse(Delivery, Refusal)
        /// The servers do not answer: wait, keep all unacknowledged, then do the same again.
        case backOff(failures: Int)
        case settle(upTo: DeliveryTag)
    }

    private enum Step: Sendable {
        case handle([Delivery])
        case attempt(Delivery)
        case recordFailure(Delivery, error: String)
        case refuse(Delivery, Refusal)
        case settle(upTo: DeliveryTag)
    }

    /// After this many recorded attempts that ended the process, a message is a dead letter.
    ///
    /// Source: our choice.
    public static let fatalAttempts = 5
    static let fatal = Refusal(.exhausted, "handling it ended the process \(fatalAttempts) times")

    private var steps: [Step] = []
    private var failures = 0
    private var waiting = false

    /// A machine with nothing to do.
    public init() {}

    /// What to do now.
    public var action: Action {
        if waiting { return .backOff(failures: failures) }
        guard let step = steps.first else { return .receive }
        return switch step {
        case .handle(let batch): .handle(batch)
        case .attempt(let delivery): .attempt(delivery)
        case .recordFailure(let delivery, let error): .recordFailure(delivery, error: error)
        case .refuse(let delivery, let refusal): .refuse(delivery, refusal)
        case .settle(let tag): .settle(upTo: tag)
        }
    }

    /// Whether a message is on its way to a row of its own; if that fails too, its queue stands still.
    public var isSettingAside: Bool {
        switch steps.first {
        case .recordFailure?, .refuse?: true
        case .handle?, .attempt?, .settle?, nil: false
        }
    }

    /// Deliveries came, in order.
    public mutating func received(_ deliveries: [Delivery]) {
        var batch: [Delivery] = []
        for delivery in deliveries {
            guard delivery.deliveryCount >= 2 else {
                batch.append(delivery)
                continue
            }
            handleAndSettle(batch)
            batch = []
            steps += [.attempt(delivery), .settle(upTo: delivery.tag)]
        }
        handleAndSettle(batch)
    }

    private mutating func handleAndSettle(_ batch: [Delivery]) {
        guard let last = batch.last else { return }
        steps += [.handle(batch), .settle(upTo: last.tag)]
    }

    /// The attempt is counted.
    ///
    /// - Parameter attempts: as they are stored, this one included: those that ended in order are forgotten there, so
    ///   what is left of them are those that ended a process.
    public mutating func counted(attempts: Int) {
        guard case .attempt(let delivery)? = steps.first else { return }
        steps[0] =
            attempts > Self.fatalAttempts
            ? .refuse(delivery, Self.fatal) : .handle([delivery])
        failures = 0
    }

    /// The batch was handled and committed.
    public mutating func handled(_ outcomes: [Outcome]) {
        guard case .handle(let batch)? = steps.first else { return }
        precondition(outcomes.count == batch.count, "one outcome per delivery")
        failures = 0
        steps.removeFirst()
        steps.insert(
            contentsOf: zip(batch, outcomes).compactMap { delivery, outcome in
                if case .refused(let refusal) = outcome { Step.refuse(delivery, refusal) } else { nil }
            }, at: 0)
    }

    /// What was asked for last did not happen and nothing was committed.
    ///
    /// - Parameters:
    ///   - error: without any value of the message.
    ///   - transient: waiting may cure it; it says nothing of the messages.
    public mutating func failed(_ error: String, transient: Bool) {
        failures += 1
        guard !transient, case .handle(let batch)? = steps.first else {
            waiting = true
            return
        }
        if batch.count == 1 {
            steps[0] = .recordFailure(batch[0], error: error)
        } else {
            let half = batch.count / 2
            steps.replaceSubrange(
                0...0, with: [.handle(Array(batch[..<half])), .handle(Array(batch[half...]))])
        }
    }

    /// The wait is over.
    public mutating func waited() {
        waiting = false
    }

    /// A failure or a dead letter is a committed row.
    public mutating func recorded() {
        switch steps.first {
        case .recordFailure?, .refuse?: steps.removeFirst()
        case .handle?, .attempt?, .settle?, nil: break
        }
        failures = 0
    }

    /// The deliveries are acknowledged.
    public mutating func settled() {
        if case .settle? = steps.first { steps.removeFirst() }
        failures = 0
    }
}
