/// How long to wait before the next attempt: exponential, with full jitter.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct Backoff: Sendable, Hashable {
    /// The ceiling of the first wait.
    public var first: Duration
    /// The ceiling that later waits double up to.
    ///
    /// Why so low: a broker that was killed needs about ten seconds to come back, and a longer ceiling would add as much
    /// again to the outage.
    public var longest: Duration

    /// A backoff between two ceilings.
    public init(first: Duration = .milliseconds(200), longest: Duration = .seconds(2)) {
        self.first = first
        self.longest = longest
    }

    /// A wait somewhere between zero and the attempt's ceiling.
    ///
    /// - Parameters:
    ///   - attempt: 0 for the first wait.
    ///   - random: any 64 bits.
    public func delay(attempt: Int, random: UInt64) -> Duration {
        let doublings = min(max(attempt, 0), 20)
        let ceiling = min(first * (1 << doublings), longest)
        return ceiling * (Double(random >> 11) / Double(1 << 53))
    }
}
