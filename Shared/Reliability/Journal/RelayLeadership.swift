/// Whether one process of a context may lead the others' relay, as a pure rule: only while its own broker answers.
///
/// Who holds the lock is for the database to say. A process without a broker does not ask for it, and a leader that has
/// lost its broker frees it. Either way the cursor stands where the last page was confirmed, so the next leader publishes
/// what may have been sent again, in order, and loses nothing.
public struct RelayLeadership: Sendable {
    /// What the loop around the relay is to do.
    public enum Action: Sendable, Hashable {
        /// Neither lead nor ask for the lock.
        case standBy
        /// Ask for the lock.
        case elect
        /// Go on leading.
        case lead
        /// Free the lock.
        case resign
    }

    /// How long a leader keeps the lead without a broker.
    ///
    /// Why: a connection that broke is up again within a second, and the process that takes over publishes a page again; while a
    /// broker that has gone, or cannot be reached from here, holds every event up until somebody else leads.
    /// Source: our choice.
    public static let patience = Duration.seconds(5)

    private let patience: Duration
    private var isLeading = false
    private var isBrokerReady = false
    /// Since when the leader has no broker, and how long that is.
    private var lost: (since: Duration, lasting: Duration)?

    /// A process that stands by and has not seen its broker.
    public init(patience: Duration = RelayLeadership.patience) {
        self.patience = patience
    }

    /// What to do now.
    public var action: Action {
        guard isLeading else { return isBrokerReady ? .elect : .standBy }
        guard let lost, lost.lasting >= patience else { return .lead }
        return .resign
    }

    /// Whether the broker takes messages was observed.
    ///
    /// - Parameter moment: on a clock that never goes back.
    public mutating func observed(brokerIsReady: Bool, at moment: Duration) {
        isBrokerReady = brokerIsReady
        guard isLeading, !brokerIsReady else {
            lost = nil
            return
        }
        let since = lost?.since ?? moment
        lost = (since, moment - since)
    }

    /// The lock was free and is this process's.
    public mutating func won() {
        isLeading = true
        lost = nil
    }

    /// The lock is free again, for whatever reason.
    public mutating func ended() {
        isLeading = false
        lost = nil
    }
}
