public import Kernel

/// Why a clock may stand still; only these causes count.
public enum PauseCause: String, Hashable, Sendable, CaseIterable {
    /// The citizen cannot be reached.
    case citizenUnreachable = "citizen_unreachable"
    /// Someone outside of the city's reach has to act first.
    case thirdParty = "third_party"
    /// The season does not allow the work.
    case season
    /// The matter is before a court.
    case lawsuit
    /// An emergency binds everyone.
    case emergency
}

/// What happens to a clock.
///
/// Nothing else does: an edit, a comment or a change of hands is no entry and leaves the clock as it is.
public enum ClockAction: Hashable, Sendable {
    /// The obligation begins under these rules.
    case start(policy: ClockPolicy, limit: TimeLimit)

    /// The clock stands still; who asks for it cannot approve it.
    case pause(cause: PauseCause, by: ActorID, approvedBy: ActorID)

    /// The clock goes on.
    case resume(by: ActorID)

    /// The limit moves; who asks for it cannot approve it.
    case extend(TimeLimit, by: ActorID, approvedBy: ActorID)

    /// The rules or the limit change, because the category did; what was red stays red.
    case recalibrate(policy: ClockPolicy, limit: TimeLimit)

    /// The obligation is met, or falls away.
    case stop
}

/// One line of a clock's journal.
public struct ClockEntry: Hashable, Sendable {
    /// What happened.
    public let action: ClockAction

    /// When it happened.
    public let at: Timestamp

    /// Makes a line.
    public init(_ action: ClockAction, at: Timestamp) {
        self.action = action
        self.at = at
    }
}

/// Why an entry cannot be made.
public enum ClockRejection: Error, Hashable, Sendable {
    /// The first entry is no start.
    case notStarted
    /// The clock was started before.
    case alreadyStarted
    /// The clock stands still already.
    case alreadyPaused
    /// The clock is running, so it cannot go on.
    case notPaused
    /// The clock was stopped; what follows is another clock's.
    case alreadyStopped
    /// The entry is dated before the last one.
    case outOfOrder(last: Timestamp)
    /// The one who asks and the one who approves are the same person.
    case approverIsRequester
    /// The limit was reached before the extension.
    case limitReached
    /// The limit was extended as often as the rules allow.
    case extensionsUsedUp(greatest: Int)
    /// The limit, or what is added to it, is nothing, negative or beyond a hundred years.
    case unusableLimit
}
