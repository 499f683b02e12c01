import Kernel

/// Lets async code of Application run from one wait to the next, each a step that the scheduler chose.
///
/// It is the executor of the code's task: what is to run is kept here until the step, and runs on the scheduler's own
/// thread. Nothing else ever runs it, so one seed is one order.
final class Steps: TaskExecutor, @unchecked Sendable {
    /// What the code waits for.
    enum Wait {
        case turn
        /// It is held up.
        case until(Timestamp)
        /// Somebody else has a row or a partition locked.
        case locks([LockKey], Transaction, Store)
    }

    private var jobs: [UnownedJob] = []
    private var continuation: CheckedContinuation<Void, any Error>?
    private var task: Task<Void, Never>?
    private var wait = Wait.turn
    private(set) var isRunning = false
    private var isAbandoned = false

    func enqueue(_ job: consuming ExecutorJob) { jobs.append(UnownedJob(job)) }

    /// Begins something, which runs to its first wait.
    func begin(_ body: @escaping () async -> Void) {
        precondition(!isRunning, "one thing after the other")
        isRunning = true
        isAbandoned = false
        // It is run on this thread alone.
        nonisolated(unsafe) let body = body
        task = Task(executorPreference: self) {
            await body()
            self.isRunning = false
        }
        run()
    }

    /// Goes on to the next wait, or to the end.
    func proceed() {
        let waiting = continuation
        continuation = nil
        waiting?.resume()
        run()
    }

    /// The process is no more: whatever waits fails, and is not let in again.
    func abandon() {
        guard isRunning else { return }
        isAbandoned = true
        task?.cancel()
        let waiting = continuation
        continuation = nil
        waiting?.resume(throwing: StoreFailure.connection)
        run()
        precondition(!isRunning, "what is abandoned ends")
    }

    /// Fails where the process is no more.
    func check() throws(StoreFailure) {
        if isAbandoned { throw .connection }
    }

    /// Waits for the scheduler.
    func pause(_ wait: Wait = .turn) async throws {
        try check()
        self.wait = wait
        try await withCheckedThrowingContinuation { continuation = $0 }
    }

    func readiness(_ world: World) -> Readiness {
        switch wait {
        case .turn: .now
        case .until(let moment): moment > world.now ? .at(moment) : .now
        case .locks(let keys, let transaction, let store):
            !transaction.isOpen || keys.allSatisfy { store.isFree($0, for: transaction) } ? .now : .waiting
        }
    }

    private func run() {
        while !jobs.isEmpty { jobs.removeFirst().runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
