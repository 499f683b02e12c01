/// A named place at which a process can be made to end itself, to see what becomes of the work.
///
/// Each stands between two steps of which one may be done and the other not.
public enum CrashPoint: String, Sendable, CaseIterable {
    /// A transaction is decided and not committed.
    case unitBeforeCommit = "unit.beforeCommit"
    /// A transaction is committed, and nothing is published yet.
    case unitAfterCommit = "unit.afterCommit"
    /// A page of the journal is read and not published.
    case relayBeforePublish = "relay.beforePublish"
    /// A page is confirmed, and the cursor has not moved.
    case relayAfterPublish = "relay.afterPublish"
    /// The cursor has moved.
    case relayAfterStore = "relay.afterStore"
    /// Deliveries came, and nothing was done with them.
    case consumerBeforeHandle = "consumer.beforeHandle"
    /// A batch is committed and not acknowledged.
    case consumerAfterHandle = "consumer.afterHandle"
    /// A batch is acknowledged.
    case consumerAfterSettle = "consumer.afterSettle"
}

/// At which passing of which point the process ends; off unless a test asks for it.
public struct CrashPlan: Sendable, Hashable {
    /// The place.
    public let point: CrashPoint
    /// At which passing.
    ///
    /// Range: 1…1,000,000.
    public let passing: Int

    /// Reads `relay.afterPublish:17`; nil where it is no such text.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let point = CrashPoint(rawValue: String(parts[0])), let passing = Int(parts[1]),
            (1...1_000_000).contains(passing)
        else { return nil }
        self.point = point
        self.passing = passing
    }
}
