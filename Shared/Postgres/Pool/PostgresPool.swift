import Kernel
public import Logging
import Metrics
public import ServiceLifecycle
import Synchronization

/// A fixed number of connections that are lent to closures.
///
/// `run` makes the connections and replaces those that break; nothing is lent before. Waiters are served in the order
/// of their coming, and a waiter whose task is cancelled leaves the queue.
public final class PostgresPool: Service {
    typealias State = PoolState<Session, Waiter>

    /// A caller that waits for a connection, and the timer that ends its patience.
    struct Waiter: Sendable {
        let continuation: CheckedContinuation<Session, any Error>
        let timer: TimerQueue.Token
        let since: ContinuousClock.Instant
    }

    /// The thread on which the connections live; a task that mostly talks to the database may prefer it.
    public let reactor: PostgresReactor

    /// How many connections the pool keeps.
    public let size: Int

    let configuration: PostgresConfiguration
    let logger: Logger
    private let leaseTimeout: Duration
    /// How long a caller waits while no connection stands and none can be made.
    ///
    /// Source: our choice; a person at a screen learns within it that the database is away.
    static let awayTimeout = Duration.seconds(2)
    let state = Mutex(State())
    /// Every connection that stands, so that cancellation can end those that are lent.
    let standing = Mutex<[ObjectIdentifier: Session]>([:])
    private let waitTime: Metrics.Timer
    let lostConnections: Metrics.Counter

    /// Describes a pool; `run` sets it going.
    ///
    /// `leaseTimeout` is how long a caller waits for a free connection before it gets code `timeout`; at most two seconds
    /// while no connection stands and none can be made.
    /// Range: a size from 1.
    public init(
        configuration: PostgresConfiguration, size: Int, name: String = "main", leaseTimeout: Duration = .seconds(10),
        reactor: PostgresReactor = .shared, logger: Logger
    ) {
        self.configuration = configuration
        self.size = max(1, size)
        self.leaseTimeout = leaseTimeout
        self.reactor = reactor
        var logger = logger
        logger[metadataKey: PostgresLoggingKeys.pool] = "\(name)"
        self.logger = logger
        waitTime = Metrics.Timer(label: "db.client.connection.wait_time", dimensions: [("pool", name)])
        lostConnections = Metrics.Counter(label: "db.client.connections.lost", dimensions: [("pool", name)])
    }

    /// Whether at least one connection stands.
    public var isReady: Bool { state.withLock { $0.connected > 0 } }

    /// How many connections stand, how many of them are lent, and how many callers wait.
    public var usage: (connected: Int, leased: Int, waiting: Int) {
        state.withLock { ($0.connected, $0.leasedCount, $0.waitingCount) }
    }

    // MARK: Statements

    /// Runs one statement on any connection.
    ///
    /// Throws: `PostgresError`.
    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await withConnection { try await $0.query(sql) }
    }

    /// Lends a connection to the closure; what the closure leaves open is rolled back.
    ///
    /// Throws: `PostgresError` with code `timeout`, `cancelled` or `poolClosed`, and whatever the closure throws.
    public func withConnection<Result>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let session = try await lease()
        let connection = PostgresConnection(session: session, lease: session.lease.load(ordering: .acquiring))
        do {
            let result = try await body(connection)
            await release(session)
            return result
        } catch {
            await release(session)
            throw error
        }
    }

    /// Lends a connection that is made for the closure and closed at its end: for what outlives a transaction, such as
    /// a leader's lock.
    ///
    /// It is none of the pool's ``size``.
    ///
    /// Throws: `PostgresError` with code `connection`, and whatever the closure throws.
    public func withConnectionOfItsOwn<Result>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await PostgresConnection.withConnection(configuration, reactor: reactor, body)
    }

    /// Runs the closure in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// If the server chose the transaction as the victim of a conflict (40001, 40P01) or its prepared statements went
    /// stale, the whole closure runs again, up to `retries` times, after a short random delay. So with retries the
    /// closure must have no effect but its statements.
    ///
    /// Throws: what the closure throws; `PostgresError` as in `PostgresConnection.withTransaction`.
    public func withTransaction<Result>(
        _ options: TransactionOptions = TransactionOptions(), retries: Int = 0,
        _ body: (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        var backoff = Backoff.conflict
        var remaining = retries
        while true {
            let transaction = TransactionState(options)
            do {
                return try await withConnection { try await $0.withTransaction(transaction, body) }
            } catch {
                guard remaining > 0, transaction.mayRunAgain else { throw error }
                remaining -= 1
                try await Task.sleep(for: backoff.next(from: SystemRandomSource()))
            }
        }
    }

    // MARK: Leases

    private func lease() async throws -> Session {
        switch state.withLock({ $0.lease() }) {
        case .granted(let session): return session
        case .refused: throw PostgresError(code: .poolClosed)
        case .wait: return try await wait()
        }
    }

    private func wait() async throws -> Session {
        let start = ContinuousClock.now
        let id = state.withLock { $0.makeWaiterIdentifier() }
        defer { waitTime.recordNanoseconds((ContinuousClock.now - start).wholeMicroseconds * 1000) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(continuation, id)
            }
        } onCancel: {
            refuse(id, PostgresError(code: .cancelled))
        }
    }

    /// Takes a waiter out of the queue, unless it has been served.
    private func refuse(_ id: UInt64, _ error: PostgresError) {
        if let waiter = state.withLock({ $0.removeWaiter(id) }) { answer(waiter, .failure(error)) }
    }

    func answer(_ waiter: Waiter, _ result: Result<Session, any Error>) {
        reactor.cancel(waiter.timer)
        waiter.continuation.resume(with: result)
    }

    private func enqueue(_ continuation: CheckedContinuation<Session, any Error>, _ id: UInt64) {
        let answer: Result<Session, any Error>? = state.withLock { state in
            // Asked under the lock: the cancellation handler either finds the waiter, or has set the flag before.
            guard !Task.isCancelled else { return .failure(PostgresError(code: .cancelled)) }
            switch state.lease() {
            case .granted(let session): return .success(session)
            case .refused: return .failure(PostgresError(code: .poolClosed))
            case .wait:
                // Under the lock too, so that the timer cannot fire before there is a waiter to find.
                let patience = state.isServerAway ? min(leaseTimeout, Self.awayTimeout) : leaseTimeout
                let timer = reactor.schedule(after: patience) { [weak self] in
                    self?.refuse(id, PostgresError(code: .timeout, message: "no connection became free in time"))
                }
                state.wait(Waiter(continuation: continuation, timer: timer, since: .now), id: id)
                return nil
            }
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func release(_ session: Session) async {
        // From here on, a caller that kept the connection is refused.
        session.lease.wrappingAdd(1, ordering: .acquiringAndReleasing)
        if !session.isClean.load(ordering: .acquiring), session.isOpen.load(ordering: .acquiring) {
            await session.tidy()
        }
        let isOpen = session.isOpen.load(ordering: .acquiring)
        perform(state.withLock { $0.release(session, isOpen: isOpen) })
    }

    func perform(_ action: State.FreeAction) {
        switch action {
        case .keep: break
        case .grant(let session, let waiter): answer(waiter, .success(session))
        case .close(let session): session.closeFromAnywhere(PostgresError(code: .poolClosed))
        }
    }
}
