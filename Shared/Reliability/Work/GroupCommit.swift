/// Lets concurrent callers share one transaction: whoever comes while a flush runs goes with the next one.
public actor GroupCommit<Command: Sendable, Result: Sendable> {
    private struct Waiter {
        let command: Command
        let continuation: CheckedContinuation<Result, any Error>
    }

    private let limit: Int
    private let flushesAtOnce: Int
    private let weight: @Sendable (Command) -> Int
    private let flush: @concurrent @Sendable ([Command]) async throws -> [Result]
    private var waiting: [Waiter] = []
    private var flushing = 0

    /// Makes the shared commit.
    ///
    /// - Parameters:
    ///   - limit: the weight of a flush, unless a single command is heavier. Range: 1…1,000.
    ///   - flushesAtOnce: flushes that may run side by side. Range: 1…8.
    ///   - weight: what a command counts for. Default 1.
    ///   - flush: one result a command, in order; what it throws, each of its callers gets.
    public init(
        limit: Int, flushesAtOnce: Int = 2, weight: @escaping @Sendable (Command) -> Int = { _ in 1 },
        flush: @escaping @concurrent @Sendable ([Command]) async throws -> [Result]
    ) {
        self.limit = limit
        self.flushesAtOnce = flushesAtOnce
        self.weight = weight
        self.flush = flush
    }

    /// Hands a command in and waits for its own result.
    public func submit(_ command: Command) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiter(command: command, continuation: continuation))
            startFlushIfFree()
        }
    }

    private func startFlushIfFree() {
        guard flushing < flushesAtOnce, !waiting.isEmpty else { return }
        flushing += 1
        let batch = nextBatch()
        // Unstructured on purpose: a caller that is cancelled must not take the others' commit with it.
        Task { await run(batch) }
    }

    private func nextBatch() -> [Waiter] {
        var total = 0
        let fitting = waiting.prefix {
            total += weight($0.command)
            return total <= limit
        }
        let batch = Array(waiting.prefix(max(fitting.count, 1)))
        waiting.removeFirst(batch.count)
        return batch
    }

    private func run(_ batch: [Waiter]) async {
        do {
            let results = try await flush(batch.map(\.command))
            for (waiter, result) in zip(batch, results) { waiter.continuation.resume(returning: result) }
        } catch {
            for waiter in batch { waiter.continuation.resume(throwing: error) }
        }
        flushing -= 1
        startFlushIfFree()
    }
}
