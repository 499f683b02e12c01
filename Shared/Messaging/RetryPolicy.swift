/// How long to wait before a failed message is tried again, and how often.
public struct RetryPolicy: Sendable, Hashable {
    /// The wait after the first failure; it doubles with each further one.
    public let first: Duration
    /// The longest wait, however often it has failed.
    public let longest: Duration
    /// After this many failed attempts the message becomes a dead letter.
    ///
    /// Range: 1…100.
    public let attempts: Int

    /// Makes the policy.
    public init(first: Duration = .milliseconds(500), longest: Duration = .seconds(300), attempts: Int = 8) {
        self.first = first
        self.longest = longest
        self.attempts = attempts
    }

    /// The wait after the given number of failed attempts (1 and up), with the jitter's share of the upper half.
    ///
    /// - Parameter random: any 64 bits; the wait is between half of the doubled step and all of it.
    public func delay(afterAttempt attempt: Int, random: UInt64) -> Duration {
        let doublings = min(max(attempt - 1, 0), 30)
        let step = min(first * (1 << doublings), longest)
        let half = step / 2
        return half + half * (Double(random >> 11) / Double(1 << 53))
    }
}
