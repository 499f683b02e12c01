import Logging
import Synchronization

/// The driver of one libpq connection: it reports what happens to a `SessionState` and does what that says.
///
/// Everything here runs on the reactor's thread. Every check and the deed that relies on it stand in one continuation's
/// closure: between a statement before `withCheckedContinuation` and its closure other jobs may run, since the task may
/// be queued once more there.
actor Session: ReactorHandler {
    nonisolated let reactor: PostgresReactor
    nonisolated let processIdentifier: Int32

    /// Counts the leases; an operation with an older number comes from a caller that kept its connection too long.
    nonisolated let lease = Atomic<UInt64>(0)
    /// Whether nothing is under way and no transaction is open, so that the connection can be lent at once.
    nonisolated let isClean = Atomic<Bool>(true)
    /// Whether the connection still stands, as far as is known.
    nonisolated let isOpen = Atomic<Bool>(true)
    private nonisolated let nextOperation = Atomic<UInt64>(1)

    private let descriptor: Int32
    private let cancelToken: CancelToken?
    private let cancellationGrace: Duration
    private let logger: Logger?
    private var handle: ConnectionHandle?
    private var state: SessionState
    private var token: Epoll.Token?
    private var timers: [TimerQueue.Token] = []
    /// Who waits for an operation's next answer.
    private var callers: [UInt64: CheckedContinuation<Operation.Answer, any Error>] = [:]
    /// Resumed when everything that was written has left.
    private var writer: CheckedContinuation<Void, Never>?
    private var closeWaiters: [CheckedContinuation<Void, Never>] = []
    private var notificationSink: (@Sendable (PostgresNotification) -> Void)?

    /// The executor is the reactor, so that everything here runs on its thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe reactor.asUnownedSerialExecutor() }

    /// Takes over a connection; `open` begins to watch its socket.
    init(
        handle: sending ConnectionHandle, configuration: PostgresConfiguration, reactor: PostgresReactor,
        logger: Logger?
    ) {
        self.reactor = reactor
        self.logger = logger
        processIdentifier = handle.processIdentifier
        descriptor = handle.descriptor
        cancelToken = handle.makeCancelToken()
        cancellationGrace = configuration.cancellationGrace
        state = SessionState(statementCacheLimit: configuration.statementCacheLimit)
        self.handle = handle
    }

    /// Begins to watch the socket.
    func open() throws {
        token = reactor.register(self, descriptor: descriptor)
        guard token != nil else {
            let reason = PostgresError(code: .connection, message: "the system watches no more sockets")
            close(reason)
            throw reason
        }
    }

    /// Runs an operation and returns its first answer: a batch's rows, or that COPY may begin.
    ///
    /// `lease` is the caller's; nil stands for the pool itself. A shielded operation goes on when the task ends.
    nonisolated func perform(
        _ kind: Operation.Kind, lease: UInt64?, isShielded: Bool = false, id given: UInt64? = nil
    ) async throws -> Operation.Answer {
        let id = given ?? makeOperationIdentifier()
        let operation = Operation(id: id, kind: kind, isShielded: isShielded)
        guard !isShielded else { return try await submit(operation, lease) }
        return try await withTaskCancellationHandler {
            try await submit(operation, lease)
        } onCancel: {
            cancelFromAnywhere(id)
        }
    }

    nonisolated func makeOperationIdentifier() -> UInt64 {
        nextOperation.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private func submit(_ operation: Operation, _ lease: UInt64?) async throws -> Operation.Answer {
        try await answer(to: operation.id) {
            let isLent = lease == nil || lease == self.lease.load(ordering: .acquiring)
            return state.submitted(operation, isLent: isLent, isTaskCancelled: Task.isCancelled, status)
        }
    }

    /// Reports an event, does what follows and waits for the operation's next answer.
    private func answer(to id: UInt64, _ event: () -> [SessionState.Action]) async throws -> Operation.Answer {
        try await withCheckedThrowingContinuation { continuation in
            assert(reactor.isCurrentThread, "off the reactor's thread")
            callers[id] = continuation
            carryOut(event())
        }
    }

    /// Cancels an operation because its task was; callable from any thread.
    nonisolated func cancelFromAnywhere(_ id: UInt64) {
        reactor.call { [weak self] in self?.report { $0.taskCancelled(id, $1) } }
    }

    /// Leaves the connection as it was lent: nothing under way, no transaction open; one that does not obey is closed.
    func tidy() async {
        let id = makeOperationIdentifier()
        do {
            _ = try await answer(to: id) { state.leaseReturned(rollback: id, status) }
        } catch {
            close(PostgresError(code: .connection, message: "could not be tidied up: \(error)"))
        }
    }

    /// Sends a part of a COPY IN, and returns when the socket has taken it.
    ///
    /// Throws: `PostgresError` if the task was cancelled or the connection broke; the COPY must still be ended.
    func put(_ bytes: [UInt8], into id: UInt64) async throws {
        if let refusal = state.refusal(ofCopy: id) { throw refusal }
        guard !Task.isCancelled else { throw PostgresError(code: .cancelled) }
        if let handle, !handle.putCopy(bytes) { close(breakage) }
        flush()
        if let reason = state.closeReason { throw reason }
        await withCheckedContinuation { continuation in
            if state.isWaitingToWrite { writer = continuation } else { continuation.resume() }
        }
    }

    /// Ends a COPY IN; a failure makes the server forget all its rows.
    func endCopyIn(_ id: UInt64, failure: String?) async throws -> Operation.Answer {
        try await answer(to: id) { state.copyInEnded(id, failure: failure) }
    }

    /// The next part of a COPY OUT, or its end.
    func nextChunk(of id: UInt64) async throws -> Operation.Answer {
        try await answer(to: id) { state.chunkAwaited(id) }
    }

    /// Leaves a COPY OUT before its end, and returns when the connection can be used again.
    func abandonCopyOut(_ id: UInt64) async {
        do {
            _ = try await answer(to: id) { state.copyOutLeft(id) }
        } catch {
            // The caller already has the error that made it leave; this one is the cancellation's echo.
        }
    }

    /// Called by the reactor.
    nonisolated func ready(readable: Bool, writable: Bool) {
        assumeIsolated { $0.serve(readable: readable, writable: writable) }
    }

    private func serve(readable: Bool, writable: Bool) {
        guard let handle else { return }
        if readable {
            let isAlive = handle.consumeInput()
            read()
            while let notification = self.handle?.nextNotification() { notificationSink?(notification) }
            guard isAlive, !handle.isBroken else {
                close(breakage)
                return
            }
        }
        if writable || state.isWaitingToWrite { flush() }
    }

    /// Takes every answer that has come, and never waits for one.
    private func read() {
        var hasRead = false
        while let handle {
            switch state.reading {
            case .nothing: return
            case .batch:
                // Of a broken connection libpq gives one more answer, the reason, and then nothing that counts.
                guard !handle.isBusy, !(hasRead && handle.isBroken) else { return }
                hasRead = true
                carryOut(state.received(handle.nextBatchReply(), status))
            case .simple:
                guard !handle.isBusy else { return }
                carryOut(state.received(handle.nextSimpleReply(), status))
            case .copyOut:
                let (bytes, outcome) = handle.nextChunk()
                guard outcome != .failed else { return close(breakage) }
                carryOut(state.received(chunk: bytes, isFinished: outcome == .finished))
                guard outcome != .wouldBlock else { return }
            }
        }
    }

    /// Sends what libpq holds back, and waits for the socket if it does not take everything.
    private func flush() {
        guard let handle else { return }
        switch handle.flush() {
        case .done: carryOut(state.flushed(isDone: true))
        case .wouldBlock: carryOut(state.flushed(isDone: false))
        case .failed:
            // The server may have said why before it hung up.
            _ = handle.consumeInput()
            read()
            close(breakage)
        }
    }

    func verifier(of password: String, role: String) -> String? { handle?.passwordVerifier(of: password, role: role) }

    func setNotificationSink(_ sink: (@Sendable (PostgresNotification) -> Void)?) {
        notificationSink = sink
    }

    /// Why libpq says that the connection broke.
    private var breakage: PostgresError {
        PostgresError(code: .connection, message: handle?.lastMessage ?? "", server: handle?.farewell)
    }

    /// Ends the connection; callable from any thread.
    nonisolated func closeFromAnywhere(_ reason: PostgresError) {
        reactor.call { self.report { state, _ in state.closed(reason) } }
    }

    /// Ends the connection; those who wait get the reason.
    func close(_ reason: PostgresError) { carryOut(state.closed(reason)) }

    /// Returns when the connection has ended.
    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            if handle == nil { continuation.resume() } else { closeWaiters.append(continuation) }
        }
    }

    private func disconnect() {
        isOpen.store(false, ordering: .releasing)
        isClean.store(false, ordering: .releasing)
        if let token { reactor.unregister(token, descriptor: descriptor) }
        token = nil
        handle = nil
        stopTimers()
        writer.take()?.resume()
        for waiter in closeWaiters { waiter.resume() }
        closeWaiters = []
    }

    // MARK: Events and actions

    private var status: SessionState.ServerStatus { handle?.serverStatus ?? .idle }

    /// Reports an event from the reactor's thread, outside of any task.
    private nonisolated func report(_ event: SessionState.Event) {
        assumeIsolated { session in session.carryOut(event(&session.state, session.status)) }
    }

    private func report(after delay: Duration, _ event: @escaping SessionState.Event) {
        timers.append(reactor.schedule(after: delay) { [weak self] in self?.report(event) })
    }

    private func carryOut(_ actions: [SessionState.Action]) {
        for action in actions {
            switch action {
            case .send(let steps):
                if let taken = handle?.send(steps) { carryOut(state.sendFailed(after: taken, breakage)) }
            case .sendSimple(let text):
                if handle?.sendScript(text) == false { carryOut(state.sendFailed(after: 0, breakage)) }
            case .endCopy(let failure):
                if let handle, !handle.endCopy(failure: failure) { close(breakage) }
            case .flush: flush()
            case .read: read()
            case .watch(let readable, let writable):
                if let token { reactor.watch(token, descriptor: descriptor, readable: readable, writable: writable) }
            case .answer(let id, let outcome): callers.removeValue(forKey: id)?.resume(with: outcome)
            case .note(let error, let transaction): transaction.note(error)
            case .move(let transaction, let phase): transaction.move(to: phase)
            case .setClean(let isClean): self.isClean.store(isClean, ordering: .releasing)
            case .requestCancel: requestCancel()
            case .repeatCancel(let id, let delay): report(after: delay) { state, _ in state.repetitionDue(id) }
            case .startGrace(let id): report(after: cancellationGrace) { state, _ in state.graceEnded(id) }
            case .stopTimers: stopTimers()
            case .resumeWriter: writer.take()?.resume()
            case .disconnect: disconnect()
            case .fault(let what):
                logger?.error("event out of turn", metadata: [PostgresLoggingKeys.error: "\(what)"])
            }
        }
    }

    /// `PQcancel` opens a connection and blocks, so it has a thread of its own; until it returns nothing is sent, or
    /// the request could end a statement that it does not mean.
    private func requestCancel() {
        let reportArrival: @Sendable () -> Void = { self.reactor.call { self.report { $0.cancelArrived($1) } } }
        let isStarted = DetachedThread.start(name: "postgres-cancel") { [cancelToken] in
            cancelToken?.cancel()
            reportArrival()
        }
        // Without a thread it is as if the server had missed the request: it is repeated.
        if !isStarted { reportArrival() }
    }

    private func stopTimers() {
        timers.forEach(reactor.cancel)
        timers = []
    }
}
