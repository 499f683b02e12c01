import Kernel
public import Logging
import Metrics
import ServiceLifecycle
import Synchronization

extension PostgresPool {
    /// A connection that lasted less long than this is replaced with growing delays.
    private static let shortLife = Duration.seconds(1)

    /// Keeps the connections until the task is cancelled, which ends them at once, or until the service group shuts
    /// down gracefully, which lets those who have a connection finish.
    public func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for _ in 0..<size {
                        group.addTask { await self.keepConnection() }
                    }
                }
            } onGracefulShutdown: {
                self.shutDown()
            }
        } onCancel: {
            shutDown()
            for session in standing.withLock({ Array($0.values) }) {
                session.closeFromAnywhere(PostgresError(code: .poolClosed))
            }
        }
    }

    /// Runs a pool for the length of the closure: for tests and tools.
    ///
    /// Services put the pool into their group.
    ///
    /// Throws: whatever the closure throws.
    public static func withPool<Result: Sendable>(
        configuration: PostgresConfiguration, size: Int, leaseTimeout: Duration = .seconds(10), logger: Logger,
        _ body: (PostgresPool) async throws -> Result
    ) async throws -> Result {
        let pool = PostgresPool(
            configuration: configuration, size: size, leaseTimeout: leaseTimeout, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            defer { group.cancelAll() }
            return try await body(pool)
        }
    }

    /// Ends new leases; those who wait are refused.
    func shutDown() {
        let (waiters, idle) = state.withLock { $0.drain() }
        for waiter in waiters { answer(waiter, .failure(PostgresError(code: .poolClosed))) }
        for session in idle { session.closeFromAnywhere(PostgresError(code: .poolClosed)) }
    }

    private var isRunning: Bool { !Task.isCancelled && state.withLock { $0.phase == .running } }

    /// Keeps one of the pool's connections: connects, waits until the connection ends, and begins again.
    private func keepConnection() async {
        var backoff = Backoff.connection
        while isRunning {
            let start = ContinuousClock.now
            await holdConnection()
            guard isRunning else { return }
            if ContinuousClock.now - start > Self.shortLife { backoff.reset() }
            let delay = backoff.next(from: SystemRandomSource())
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            } catch {
                return
            }
        }
    }

    /// The server is away: who came before that was known need not wait longer than who came after.
    private func refuseThoseWhoWaitedEnough() {
        let overdue = state.withLock { state -> [Waiter] in
            state.failedToConnect()
            guard state.isServerAway else { return [] }
            return state.removeWaiters { $0.since.duration(to: .now) >= Self.awayTimeout }
        }
        for waiter in overdue {
            answer(waiter, .failure(PostgresError(code: .timeout, message: "no connection can be made")))
        }
    }

    private func holdConnection() async {
        let session: Session
        do {
            session = try await cancelWhenGracefulShutdown {
                try await Connector.connect(self.configuration, reactor: self.reactor, logger: self.logger)
            }
        } catch {
            guard isRunning else { return }
            refuseThoseWhoWaitedEnough()
            logger.info("no connection to the database", metadata: [PostgresLoggingKeys.error: "\(error)"])
            return
        }
        standing.withLock { $0[ObjectIdentifier(session)] = session }
        perform(state.withLock { $0.connected(session) })
        if Task.isCancelled { session.closeFromAnywhere(PostgresError(code: .poolClosed)) }
        await session.waitUntilClosed()
        standing.withLock { $0[ObjectIdentifier(session)] = nil }
        state.withLock { $0.lost(session) }
        guard isRunning else { return }
        lostConnections.increment()
        logger.info(
            "connection to the database lost",
            metadata: [PostgresLoggingKeys.process: "\(session.processIdentifier)"])
    }
}
