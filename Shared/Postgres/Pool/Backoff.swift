import Kernel

/// Delays between attempts: each is a random part of a limit that doubles, so that many clients do not come back at once.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog 2015, the variant "full jitter".
public struct Backoff: Sendable {
    /// How fast the limit grows.
    public struct Policy: Hashable, Sendable {
        /// The limit of the first delay.
        public var first: Duration
        /// The limit that is never exceeded.
        public var limit: Duration

        /// A policy from its first and its greatest limit.
        public init(first: Duration, limit: Duration) {
            self.first = first
            self.limit = limit
        }

        /// From 0.1 s up to 5 s: for connections.
        public static let `default` = Policy(first: .milliseconds(100), limit: .seconds(5))

        /// From 5 ms up to 0.2 s: for transactions that met a conflict.
        public static let conflict = Policy(first: .milliseconds(5), limit: .milliseconds(200))
    }

    private let policy: Policy
    private var attempt = 0

    /// Begins with the policy's first limit.
    public init(_ policy: Policy) {
        self.policy = policy
    }

    /// The limit of the next delay.
    var nextLimit: Duration { min(policy.limit, policy.first * (1 << min(attempt, 20))) }

    /// The next delay.
    ///
    /// Range: from nothing to the limit, which then doubles.
    public mutating func next() -> Duration {
        let limit = nextLimit
        attempt += 1
        return .milliseconds(Int64.random(in: 0...max(0, limit.wholeMilliseconds)))
    }

    /// Begins again with the first limit.
    public mutating func reset() {
        attempt = 0
    }
}
