/// Wakes the relay of this process after a commit; a lost signal costs one poll and no more.
public final class RelaySignal: Sendable {
    private let continuation: AsyncStream<Void>.Continuation
    /// The wake-ups, at most one waiting.
    let wakeUps: AsyncStream<Void>

    /// Makes a signal with nobody waiting.
    public init() {
        (wakeUps, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that something was committed, or that the poll came round.
    public func wake() {
        continuation.yield()
    }
}
