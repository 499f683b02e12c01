/// The numbers that callbacks and reopenings go by.
public struct CallbackPolicies: Sendable, Hashable {
    /// Unanswered attempts of a round after which the request is closed as unreachable.
    public let attempts: Int
    /// Reopenings after which a request becomes a leader's case 包案 instead.
    public let reopenings: Int

    /// Makes the policies.
    public init(attempts: Int, reopenings: Int) {
        self.attempts = attempts
        self.reopenings = reopenings
    }

    /// What a callback leads to.
    public enum Consequence: Sendable, Hashable {
        /// The request is closed with the callback's result.
        case close
        /// It is handled again, in the next round.
        case reopen
        /// It stays due for another attempt.
        case callAgain
        /// It stays due, and a leader has to see to it.
        case escalateToLeader
    }

    /// What follows from what the requester said.
    ///
    /// - Parameters:
    ///   - attempt: which attempt of this round it was, from 1.
    ///   - reopenings: how often the request was reopened before.
    public func consequence(
        of result: CallbackResult, resolved: Bool, attempt: Int, reopenings: Int, isLeaderCase: Bool
    ) -> Consequence {
        switch (result, resolved) {
        case (.unreachable, _):
            attempt < attempts ? .callAgain : (isLeaderCase ? .escalateToLeader : .close)
        case (.satisfied, true), (.basicallySatisfied, true): .close
        case (.satisfied, false), (.basicallySatisfied, false), (.dissatisfied, _):
            isLeaderCase || reopenings >= self.reopenings ? .escalateToLeader : .reopen
        }
    }
}
