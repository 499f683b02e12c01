import Kernel

/// The timers of a reactor, the soonest last.
///
/// There are few: one for each caller that waits for a connection, and one for each statement that is being cancelled.
struct TimerQueue {
    typealias Token = UInt64

    private struct Timer {
        let deadline: ContinuousClock.Instant
        let token: Token
        let body: @Sendable () -> Void
    }

    private var timers: [Timer] = []
    private var next: Token = 1

    /// Adds a timer; the answer also says whether it is now the soonest.
    mutating func insert(
        at deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void
    ) -> (token: Token, isFirst: Bool) {
        let timer = Timer(deadline: deadline, token: next, body: body)
        next += 1
        var low = 0
        var high = timers.count
        while low < high {
            let middle = (low + high) / 2
            if timers[middle].deadline > deadline { low = middle + 1 } else { high = middle }
        }
        timers.insert(timer, at: low)
        return (timer.token, low == timers.count - 1)
    }

    mutating func remove(_ token: Token) {
        timers.removeAll { $0.token == token }
    }

    /// Takes what is due, and says how long to wait for the next: -1 without end.
    ///
    /// Units: milliseconds, rounded up.
    mutating func takeDue(at now: ContinuousClock.Instant) -> (due: [@Sendable () -> Void], delayMs: Int32) {
        var due: [@Sendable () -> Void] = []
        while let last = timers.last, last.deadline <= now {
            due.append(last.body)
            timers.removeLast()
        }
        guard let last = timers.last else { return (due, -1) }
        let remaining = (last.deadline - now).wholeMilliseconds
        return (due, Int32(clamping: remaining + 1))
    }
}
