public import Kernel
public import WorkingTime

/// One clock of an order: its journal, the moments at which its lights turn, and the lights already published.
///
/// The moments follow from the journal alone; they are worked out once, and again after a pause, and kept, so that reading
/// an order does not walk the calendar. An edit, a comment or a change of hands touches none of this.
public struct OrderClock: Sendable, Hashable {
    /// What it measures.
    public let kind: ClockKind
    /// 1 for the first clock of its kind: a new holder gets a new arrival clock.
    public let number: Int
    /// What happened to it.
    public private(set) var journal: ClockJournal
    /// When it turns yellow, or would have turned if it had not been paused.
    public private(set) var yellowAt: Timestamp
    /// When it turns red, or would have turned if it had not been paused.
    public private(set) var redAt: Timestamp
    /// The lights that were published, in order; never erased.
    public private(set) var turns: [Turn]

    /// A light that was published.
    public struct Turn: Sendable, Hashable {
        /// The light.
        public let light: Light
        /// When it was published, which may be later than when it fell due.
        public let at: Timestamp

        public init(_ light: Light, at: Timestamp) {
            self.light = light
            self.at = at
        }
    }

    /// Starts a clock.
    init(_ kind: ClockKind, number: Int, terms: ClockTerms, startedAt: Timestamp) {
        do {
            let journal = try ClockJournal(policy: terms.policy, limit: terms.limit, at: startedAt)
            self.init(
                kind, number: number, journal: journal,
                yellowAt: journal.due(for: .yellow, at: startedAt) ?? startedAt,
                redAt: journal.due(for: .red, at: startedAt) ?? startedAt, turns: [])
        } catch {
            preconditionFailure("the limits of the policy are positive")
        }
    }

    /// A clock as it was stored.
    public init(
        _ kind: ClockKind, number: Int, journal: ClockJournal, yellowAt: Timestamp, redAt: Timestamp, turns: [Turn]
    ) {
        self.kind = kind
        self.number = number
        self.journal = journal
        self.yellowAt = yellowAt
        self.redAt = redAt
        self.turns = turns
    }

    /// Whether it stands before another one in an order's list.
    public func isBefore(_ other: OrderClock) -> Bool {
        kind == other.kind ? number < other.number : kind < other.kind
    }

    /// The last light that was published.
    public var light: Light { turns.last?.light ?? .green }

    /// Whether it still measures.
    public var isRunning: Bool { journal.state == .running }

    /// Since when it stands still; nil while it runs, and once it has stopped.
    public var pausedAt: Timestamp? {
        guard case .paused = journal.state else { return nil }
        return journal.entries.last { if case .pause = $0.action { true } else { false } }?.at
    }

    /// When it reaches a light, or reached it; nil while a pause keeps it from that.
    public func due(for light: Light) -> Timestamp? {
        let moment =
            switch light {
            case .green: journal.startedAt
            case .yellow: yellowAt
            case .red: redAt
            }
        return pausedAt.map { moment > $0 } == true ? nil : moment
    }

    /// The next light and when it is due; nil once it is red or stopped, and while a pause keeps it from that.
    public var nextTurn: Turn? {
        guard journal.state != .stopped, let next = Light(rawValue: light.rawValue + 1) else { return nil }
        return due(for: next).map { Turn(next, at: $0) }
    }

    /// A line of its history, in words.
    public struct Line: Sendable, Hashable {
        /// `start`, `pause`, `resume`, `stop`, `yellow` or `red`.
        public let action: String
        /// When it happened, or was published.
        public let at: Timestamp
    }

    /// Entries and lights in the order of their moments.
    public var history: [Line] {
        let entries = journal.entries.map { entry -> Line in
            switch entry.action {
            case .start: Line(action: "start", at: entry.at)
            case .pause: Line(action: "pause", at: entry.at)
            case .resume: Line(action: "resume", at: entry.at)
            case .extend: Line(action: "extend", at: entry.at)
            case .recalibrate: Line(action: "recalibrate", at: entry.at)
            case .stop: Line(action: "stop", at: entry.at)
            }
        }
        return (entries + turns.map { Line(action: $0.light.code, at: $0.at) }).sorted { $0.at < $1.at }
    }

    /// Stops it; what is stopped stays so.
    mutating func stop(at moment: Timestamp) {
        guard journal.state != .stopped else { return }
        enter(.stop, at: moment)
    }

    /// Lets it stand still; what does not run stays as it is.
    mutating func pause(_ cause: PauseCause, by requester: ActorID, approvedBy approver: ActorID, at moment: Timestamp)
    {
        guard isRunning else { return }
        enter(.pause(cause: cause, by: requester, approvedBy: approver), at: moment)
    }

    /// Lets it go on, with the moments of its lights moved by the pause; what is not paused stays as it is.
    mutating func resume(by actor: ActorID, at moment: Timestamp) {
        guard pausedAt != nil else { return }
        enter(.resume(by: actor), at: moment)
        let last = journal.entries.last?.at ?? moment
        yellowAt = journal.due(for: .yellow, at: last) ?? yellowAt
        redAt = journal.due(for: .red, at: last) ?? redAt
    }

    private mutating func enter(_ action: ClockAction, at moment: Timestamp) {
        // Another process's clock may be a little behind: an entry is never dated before the last one.
        let last = journal.entries.last?.at ?? moment
        do {
            try journal.record(action, at: max(moment, last))
        } catch {
            preconditionFailure("the clock was found in a state that takes the entry: \(error)")
        }
    }

    mutating func record(_ light: Light, at moment: Timestamp) {
        guard light > self.light else { return }
        turns.append(Turn(light, at: moment))
    }
}
