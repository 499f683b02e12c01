import City
import DispatchDomain
import Kernel
import Messaging
import Reliability
import Wire

/// Looks on while a history runs: what can be judged at once is judged at once.
struct PropertyRecorder {
    private(set) var violation: Violation?
    /// Keys of the commands that were answered.
    var accepted: [Int] = []
    /// Offers whose acceptance was answered.
    var offersTaken: [OfferID] = []
    /// Events that were handled in a batch of their own.
    var triedAlone: Set<Int> = []
    /// Dead letters that one more attempt would have applied: they were tried whenever something else ended the process.
    private(set) var condemned = 0
    /// When, and for which time in a row, a message's failure was recorded.
    private var lastFailure: [Context: [Int: (at: Timestamp, attempts: Int)]] = [:]
    private var lastApplied: [Context: [Identifier<AggregateTag>: Int64]] = [:]

    mutating func violate(_ property: Property, _ detail: String, _ world: World) {
        if violation == nil { violation = Violation(property: property, detail: detail, step: world.stepCount) }
    }

    /// An acknowledgement reached the broker.
    mutating func acknowledged(_ event: Event, in store: Store, _ world: World) {
        let tables = store.tables
        if tables.inbox[event.id] == nil, tables.waiting[event.id] == nil, tables.deadIn[event.id] == nil {
            violate(.acknowledgedAfterCommit, "event \(event.number) at \(store.context)", world)
        }
    }

    /// A failure was to be recorded.
    mutating func recorded(
        _ event: Event, _ disposition: Disposition, at context: Context, error: String, _ world: World
    ) {
        guard disposition != .ignored else { return }
        let last = lastFailure[context]?[event.number]
        if let last, world.now < last.at + RetryPolicy().delay(afterAttempt: last.attempts, random: 0) {
            violate(.backoffSpentOnce, "event \(event.number) failed again after \(world.now - last.at)", world)
        }
        lastFailure[context, default: [:]][event.number] = (world.now, (last?.attempts ?? 0) + 1)
        if disposition == .dead { deadLettered(event, reason: error, world) }
    }

    /// An event became a dead letter.
    mutating func deadLettered(_ event: Event, reason: String, _ world: World) {
        switch event.nature {
        // What cannot be read is no matter of company.
        case .unreadable: return
        case .harmless, .fails: condemned += 1
        case .poison, .killer, .unsendable: break
        }
        if !triedAlone.contains(event.number) {
            violate(.aloneBeforeDead, "event \(event.number): \(reason)", world)
        }
    }

    /// The queue's own limit gave a message up.
    mutating func brokerGaveUp(_ event: Event) {
        guard violation == nil else { return }
        violation = Violation(
            property: triedAlone.contains(event.number) ? .rowsAddUp : .aloneBeforeDead,
            detail: "the queue gave event \(event.number) up", step: 0)
    }

    /// An application is committed.
    mutating func applied(_ event: Event, at context: Context, _ world: World) {
        let aggregate = event.envelope.aggregate
        let last = lastApplied[context]?[aggregate] ?? 0
        if event.envelope.aggregateVersion != last + 1 {
            violate(
                .versionsInOrder,
                "\(context) applied version \(event.envelope.aggregateVersion) after \(last) (event \(event.number))",
                world)
        }
        lastApplied[context, default: [:]][aggregate] = event.envelope.aggregateVersion
    }
}
