import DequeModule
public import Kernel

/// More callers wait than can be served while they do: come again.
public struct OverloadedFault: TransientFailure, Hashable, CustomStringConvertible {
    /// The work was not begun and may be submitted again.
    public var isTransient: Bool { true }
    /// What happened.
    public var description: String { "more callers wait than can be served in time" }

    /// Makes it.
    public init() {}
}

/// Lets concurrent callers share one transaction: those that come while a flush runs go with the next one.
///
/// A flush that fails by a command's fault is split: each command then runs alone, and only the offender's caller hears of
/// it. A caller that is cancelled, or has waited too long, before a flush has taken its command leaves the queue; one whose
/// command a flush has taken gets what came of it.
public actor GroupCommit<Command: Sendable, Result: Sendable> {
    private struct Waiter {
        let command: Command
        let weight: Int
        let deadline: ContinuousClock.Instant?
        let continuation: CheckedContinuation<Result, any Error>
    }

    private let limit: Int
    private let flushesAtOnce: Int
    private let patience: Duration?
    private let longestQueue: Int
    private let weight: @Sendable (Command) -> Int
    private let flush: @concurrent @Sendable ([Command]) async throws -> [Result]
    /// In the order of coming; numbers of callers that have left are passed over.
    private var order: Deque<UInt64> = []
    private var waiting: [UInt64: Waiter] = [:]
    private var waitingWeight = 0
    private var flushing = 0
    private var isWatching = false
    private var nextNumber: UInt64 = 0

    /// How long a flush may take while the database is away.
    ///
    /// Source: `PostgresPool` refuses a caller after two seconds then.
    static var slowestFlush: Duration { .seconds(2) }

    /// How many commands wait at the moment.
    public var waitingCount: Int { waiting.count }

    /// Makes the shared commit.
    ///
    /// - Parameters:
    ///   - limit: the weight of a flush, unless a single command is heavier. Range: 1…1,000.
    ///   - flushesAtOnce: flushes that may run side by side. Range: 1…8.
    ///   - patience: how long a caller waits for a flush to take its command. No more may wait than the flushes can take
    ///     in it, however slow they are. nil where the callers are few and wait for as long as it takes.
    ///   - weight: what a command counts for. Default 1.
    ///   - flush: one result per command, in order; what it throws, each of its callers gets, unless it was one command's
    ///     fault.
    public init(
        limit: Int, flushesAtOnce: Int = 2, patience: Duration? = nil,
        weight: @escaping @Sendable (Command) -> Int = { _ in 1 },
        flush: @escaping @concurrent @Sendable ([Command]) async throws -> [Result]
    ) {
        self.limit = limit
        self.flushesAtOnce = flushesAtOnce
        self.patience = patience
        longestQueue =
            patience.map { patience in
                max(limit * flushesAtOnce, Int(Double(limit * flushesAtOnce) * (patience / Self.slowestFlush)))
            } ?? .max
        self.weight = weight
        self.flush = flush
    }

    /// Queues a command and waits for its own result.
    ///
    /// - Throws: `OverloadedFault` where too many wait, or it has waited for too long; `CancellationError`; what the flush
    ///   throws.
    public func submit(_ command: Command) async throws -> Result {
        let weight = weight(command)
        guard waitingWeight + weight <= longestQueue || waiting.isEmpty else { throw OverloadedFault() }
        nextNumber += 1
        let number = nextNumber
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The handler either finds the waiter, or has set the flag before.
                guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                waiting[number] = Waiter(
                    command: command, weight: weight, deadline: patience.map { .now + $0 }, continuation: continuation)
                waitingWeight += weight
                order.append(number)
                startFlushIfFree()
                watchDeadlines()
            }
        } onCancel: {
            // Unstructured, as a cancellation handler cannot wait for the actor.
            Task { await leave(number, CancellationError()) }
        }
    }

    private func leave(_ number: UInt64, _ error: any Error) {
        remove(number)?.continuation.resume(throwing: error)
        while let first = order.first, waiting[first] == nil { order.removeFirst() }
    }

    private func remove(_ number: UInt64) -> Waiter? {
        guard let waiter = waiting.removeValue(forKey: number) else { return nil }
        waitingWeight -= waiter.weight
        return waiter
    }

    // MARK: Deadlines

    /// All wait equally long, so the first in the queue is the first whose time is over.
    private func watchDeadlines() {
        guard !isWatching, !waiting.isEmpty, patience != nil else { return }
        isWatching = true
        // Unstructured: it belongs to no single caller, and ends with the queue.
        Task {
            while let deadline = expire() { try? await Task.sleep(until: deadline) }
            isWatching = false
        }
    }

    /// Sends those away whose time is over; the next deadline, if anybody waits.
    private func expire() -> ContinuousClock.Instant? {
        while let first = order.first {
            guard let deadline = waiting[first]?.deadline else {
                order.removeFirst()
                continue
            }
            if deadline > .now { return deadline }
            leave(first, OverloadedFault())
        }
        return nil
    }

    // MARK: Flushes

    private func startFlushIfFree() {
        guard flushing < flushesAtOnce else { return }
        let batch = nextBatch()
        guard !batch.isEmpty else { return }
        flushing += 1
        // Unstructured on purpose: a caller that is cancelled must not take the others' commit with it.
        Task { await run(batch) }
    }

    private func nextBatch() -> [Waiter] {
        var total = 0
        var batch: [Waiter] = []
        while let first = order.first {
            if let waiter = waiting[first] {
                total += waiter.weight
                if total > limit, !batch.isEmpty { break }
                batch.append(waiter)
                _ = remove(first)
            }
            order.removeFirst()
        }
        return batch
    }

    private func run(_ batch: [Waiter]) async {
        do {
            let results = try await flush(batch.map(\.command))
            precondition(results.count == batch.count, "one result per command")
            for (waiter, result) in zip(batch, results) { waiter.continuation.resume(returning: result) }
        } catch {
            await runAlone(batch, after: error)
        }
        flushing -= 1
        startFlushIfFree()
    }

    /// What the servers' failure says of one command it says of all; any other failure may be one command's alone.
    private func runAlone(_ batch: [Waiter], after error: any Error) async {
        guard batch.count > 1, !FailureKind.isTransient(error) else {
            for waiter in batch { waiter.continuation.resume(throwing: error) }
            return
        }
        for waiter in batch {
            do {
                let results = try await flush([waiter.command])
                precondition(results.count == 1, "one result per command")
                waiter.continuation.resume(returning: results[0])
            } catch {
                waiter.continuation.resume(throwing: error)
            }
        }
    }
}
