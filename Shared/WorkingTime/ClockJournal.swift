public import Kernel

/// The life of one clock: what happened to it, in order, never changed and never shortened.
///
/// Everything else about the clock is computed from here, and can be computed for any past moment.
public struct ClockJournal: Hashable, Sendable {
    /// The entries; the first is the start.
    ///
    /// Ordered by time.
    public private(set) var entries: [ClockEntry]

    /// The clock now: running, standing still or done.
    public enum State: Hashable, Sendable {
        /// Time counts.
        case running
        /// Time does not count.
        case paused(PauseCause)
        /// The obligation is over.
        case stopped
    }

    /// What the last entry left the clock in.
    public private(set) var state: State

    private var extensions = 0

    /// Starts a clock.
    ///
    /// Throws: `unusableLimit`.
    public init(policy: ClockPolicy, limit: TimeLimit, at moment: Timestamp) throws(ClockRejection) {
        guard limit.isUsable else { throw .unusableLimit }
        entries = [ClockEntry(.start(policy: policy, limit: limit), at: moment)]
        state = .running
    }

    /// Takes up a stored journal.
    ///
    /// Throws: what an entry was refused for, had it been made now.
    public init(replaying entries: some Sequence<ClockEntry>) throws(ClockRejection) {
        var rest = entries.makeIterator()
        guard let first = rest.next(), case .start(let policy, let limit) = first.action else { throw .notStarted }
        try self.init(policy: policy, limit: limit, at: first.at)
        while let entry = rest.next() { try record(entry.action, at: entry.at) }
    }

    /// When the clock was started.
    public var startedAt: Timestamp { entries[0].at }

    /// The rules in force after the last entry.
    public var policy: ClockPolicy {
        for entry in entries.reversed() {
            switch entry.action {
            case .start(let policy, _), .recalibrate(let policy, _): return policy
            default: continue
            }
        }
        preconditionFailure("a journal begins with a start")
    }

    /// Adds an entry.
    ///
    /// Throws: why it cannot be made; the journal is then as before.
    public mutating func record(_ action: ClockAction, at moment: Timestamp) throws(ClockRejection) {
        if state == .stopped { throw .alreadyStopped }
        let last = entries[entries.count - 1].at
        guard last <= moment else { throw .outOfOrder(last: last) }
        let next: State
        switch action {
        case .start: throw .alreadyStarted
        case .pause(let cause, let requester, let approver):
            guard state == .running else { throw .alreadyPaused }
            guard requester != approver else { throw .approverIsRequester }
            next = .paused(cause)
        case .resume:
            guard state != .running else { throw .notPaused }
            next = .running
        case .extend(let limit, let requester, let approver):
            guard limit.isPositive, limit.isUsable else { throw .unusableLimit }
            guard requester != approver else { throw .approverIsRequester }
            let greatest = policy.greatestExtensions
            guard extensions < greatest else { throw .extensionsUsedUp(greatest: greatest) }
            guard light(at: moment) != .red else { throw .limitReached }
            next = state
        case .recalibrate(_, let limit):
            guard limit.isUsable else { throw .unusableLimit }
            next = state
        case .stop: next = .stopped
        }
        if case .extend = action { extensions += 1 }
        entries.append(ClockEntry(action, at: moment))
        state = next
    }
}
