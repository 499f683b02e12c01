/// How long to wait before the next attempt: a random part of a ceiling that doubles, so that many clients do not come
/// back at once.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015, the variant "full jitter".
public struct Backoff: Sendable, Hashable {
    /// The ceiling of the first wait.
    public var first: Duration
    /// The ceiling that later waits double up to.
    public var longest: Duration
    /// How many waits there have been since the start or the last ``reset()``.
    public private(set) var attempt = 0

    /// A backoff between two ceilings.
    public init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// The ceiling of the wait after the given number of earlier ones.
    public func ceiling(attempt: Int) -> Duration {
        min(first * (1 << min(max(attempt, 0), 20)), longest)
    }

    /// A wait somewhere between zero and the attempt's ceiling.
    ///
    /// - Parameter attempt: 0 for the first wait.
    public func delay(attempt: Int, from random: some RandomSource) -> Duration {
        ceiling(attempt: attempt) * (Double(random.next() >> 11) / Double(1 << 53))
    }

    /// The next wait, whose ceiling is twice the last one's.
    public mutating func next(from random: some RandomSource) -> Duration {
        defer { attempt += 1 }
        return delay(attempt: attempt, from: random)
    }

    /// Begins again with the first ceiling.
    public mutating func reset() {
        attempt = 0
    }
}
