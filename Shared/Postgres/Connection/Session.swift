import CLibPQ
import DequeModule
import Synchronization

/// The actor around one libpq connection: it runs operations one after the other on the reactor's thread.
///
/// One at a time, because a cancel request names a connection and no statement: with a second operation behind the
/// first in the socket, a late request could end the wrong one.
///
/// Every check and the deed that relies on it stand in one continuation's closure: between a statement before
/// `withCheckedContinuation` and its closure other jobs may run, since the task may be queued anew there.
actor Session: ReactorHandler {
    nonisolated let reactor: PostgresReactor
    nonisolated let processIdentifier: Int32

    /// Counts the leases; an operation with an older number comes from a caller that kept its connection too long.
    nonisolated let lease = Atomic<UInt64>(0)
    /// Whether nothing is under way and no transaction is open, so that the connection can be lent at once.
    nonisolated let isClean = Atomic<Bool>(true)
    /// Whether the connection still stands, as far as is known.
    nonisolated let isOpen = Atomic<Bool>(true)
    nonisolated let nextOperation = Atomic<UInt64>(1)

    let cancellationGrace: Duration
    let cancelToken: CancelToken?
    var handle: ConnectionHandle?
    var statements: StatementCache
    var waiting = Deque<Operation>()
    var current: Operation?
    /// Whether a cancel request is on its way: nothing may be sent until it has arrived.
    var isCancelling = false
    var cancelTimers: [TimerQueue.Token] = []
    var cancelAttempts = 0
    /// Resumed when everything that was written has left.
    var writeWaiter: CheckedContinuation<Void, Never>?
    var notificationSink: (@Sendable (PostgresNotification) -> Void)?

    private var token: Epoll.Token?
    private let descriptor: Int32
    private var interest = (readable: true, writable: false)
    private var closeWaiters: [CheckedContinuation<Void, Never>] = []
    private(set) var closeReason: PostgresError?

    /// The executor is the reactor, so that everything here runs on its thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    /// Takes over a connection; `open` begins to watch its socket.
    init(handle: sending ConnectionHandle, configuration: PostgresConfiguration, reactor: PostgresReactor) {
        self.reactor = reactor
        processIdentifier = handle.processIdentifier
        descriptor = handle.descriptor
        cancelToken = handle.makeCancelToken()
        cancellationGrace = configuration.cancellationGrace
        statements = StatementCache(limit: configuration.statementCacheLimit)
        self.handle = handle
    }

    /// Connects on a thread of its own, since resolving names blocks, and so does the handshake.
    ///
    /// Throws: `PostgresError` with code `connection` or `cancelled`.
    static func connect(_ configuration: PostgresConfiguration, reactor: PostgresReactor) async throws -> Session {
        let session = try await Connector.connect(configuration, reactor: reactor)
        try await session.open()
        return session
    }

    private func open() throws {
        token = reactor.register(self, descriptor: descriptor)
        guard token != nil else {
            let reason = PostgresError(code: .connection, message: "the system watches no more sockets")
            close(reason)
            throw reason
        }
    }

    // MARK: Socket

    /// Called by the reactor.
    nonisolated func ready(readable: Bool, writable: Bool) {
        assumeIsolated { $0.serve(readable: readable, writable: writable) }
    }

    private func serve(readable: Bool, writable: Bool) {
        guard let handle else { return }
        if readable {
            let isAlive = handle.consumeInput()
            pump()
            deliverNotifications()
            if !isAlive || handle.isBroken {
                lose(handle.lastMessage)
                return
            }
        }
        if writable || interest.writable { flush() }
    }

    /// Sends what libpq holds back, and waits for the socket if it does not take everything.
    func flush() {
        guard let handle else { return }
        switch handle.flush() {
        case .done:
            watch(readable: interest.readable, writable: false)
            writeWaiter?.resume()
            writeWaiter = nil
        case .wouldBlock:
            watch(readable: true, writable: true)
        case .failed:
            // The server may have said why before it hung up.
            _ = handle.consumeInput()
            pump()
            lose(handle.lastMessage)
        }
    }

    /// Whether libpq holds bytes back that the socket did not take.
    var isWaitingToWrite: Bool { interest.writable }

    func watch(readable: Bool, writable: Bool) {
        guard let token, interest != (readable, writable) else { return }
        interest = (readable, writable)
        reactor.watch(token, descriptor: descriptor, readable: readable, writable: writable)
    }

    private func deliverNotifications() {
        while let notification = handle?.nextNotification() {
            notificationSink?(notification)
        }
    }

    func setNotificationSink(_ sink: (@Sendable (PostgresNotification) -> Void)?) {
        notificationSink = sink
    }

    // MARK: End

    /// Ends the connection because it broke.
    func lose(_ message: String) {
        close(PostgresError(code: .connection, message: message, server: handle?.farewell))
    }

    /// Ends the connection; callable from any thread.
    nonisolated func closeFromAnywhere(_ reason: PostgresError) {
        reactor.call { self.assumeIsolated { $0.close(reason) } }
    }

    /// Ends the connection; whoever waits is told why.
    func close(_ reason: PostgresError) {
        guard handle != nil else { return }
        isOpen.store(false, ordering: .releasing)
        isClean.store(false, ordering: .releasing)
        if let token { reactor.unregister(token, descriptor: descriptor) }
        token = nil
        handle = nil
        closeReason = reason
        cancelTimers.forEach(reactor.cancel)
        cancelTimers = []
        if let operation = current {
            current = nil
            finish(operation, .failure(lossError(of: operation, reason)))
        }
        while let operation = waiting.popFirst() { operation.answer(.failure(reason)) }
        writeWaiter?.resume()
        writeWaiter = nil
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters = []
    }

    private func lossError(of operation: Operation, _ reason: PostgresError) -> PostgresError {
        guard operation.isCommitOpen else { return operation.failure ?? reason }
        if case .batch(_, let transaction) = operation.kind { transaction?.move(to: .unknown) }
        return PostgresError(code: .commitUnknown, message: reason.message, server: reason.server)
    }

    /// Returns when the connection has ended.
    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            if handle == nil { continuation.resume() } else { closeWaiters.append(continuation) }
        }
    }

    /// Gives an operation its answer, and notes a failure in its transaction.
    func finish(_ operation: Operation, _ result: Result<Operation.Answer, any Error>) {
        if case .failure(let error as PostgresError) = result, case .batch(_, let transaction?) = operation.kind {
            transaction.note(error)
        }
        operation.answer(result)
    }
}
