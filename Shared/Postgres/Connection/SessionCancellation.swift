import DequeModule
import Synchronization

extension Session {
    /// How long to wait before a request is repeated that the server seems to have missed; doubled each time.
    private static let firstRepetition = Duration.milliseconds(50)

    /// Cancels an operation because its task was; callable from any thread.
    nonisolated func cancelFromAnywhere(_ id: UInt64) {
        reactor.call { [weak self] in self?.assumeIsolated { $0.cancel(id) } }
    }

    /// Takes a waiting operation out of the queue, or asks the server to end the running one.
    ///
    /// The operation's answer still has to come, so that the connection stays in step with the server.
    func cancel(_ id: UInt64) {
        if let operation = current, operation.id == id {
            cancelCurrent(operation)
        } else if let index = waiting.firstIndex(where: { $0.id == id && !$0.isShielded }) {
            waiting.remove(at: index).answer(.failure(PostgresError(code: .cancelled)))
            advance()
        }
    }

    /// Asks the server to end what it does, and drops the connection if it does not in time.
    func cancelCurrent(_ operation: Operation) {
        guard !operation.isShielded, !operation.isCancelled else { return }
        operation.isCancelled = true
        sendCancel()
        cancelTimers.append(
            reactor.schedule(after: cancellationGrace) { [weak self] in
                self?.assumeIsolated { $0.lose("a cancelled statement did not end") }
            })
    }

    /// `PQcancel` opens a connection and blocks, so it has a thread of its own; until it returns nothing is sent, or
    /// the request could end a statement that it does not mean.
    private func sendCancel() {
        guard !isCancelling, let cancelToken else { return }
        isCancelling = true
        isClean.store(false, ordering: .releasing)
        let isStarted = DetachedThread.start(name: "postgres-cancel") {
            cancelToken.cancel()
            self.reactor.call { self.assumeIsolated { $0.cancelHasArrived() } }
        }
        // Without a thread it is as if the server had missed the request: it is repeated.
        if !isStarted { reactor.call { self.assumeIsolated { $0.cancelHasArrived() } } }
    }

    private func cancelHasArrived() {
        isCancelling = false
        guard let current, current.isCancelled else {
            advance()
            return
        }
        // The server ignores a request that comes before the statement does; then it has to be said again.
        let delay = Self.firstRepetition * (1 << min(cancelAttempts, 5))
        cancelAttempts += 1
        cancelTimers.append(
            reactor.schedule(after: delay) { [weak self] in
                self?.assumeIsolated { session in
                    if session.current?.isCancelled == true { session.sendCancel() }
                }
            })
    }

    // MARK: The end of a lease

    /// Leaves the connection as it was lent: nothing under way, no transaction open.
    ///
    /// False if that failed.
    func tidy() async -> Bool {
        if let current { cancelCurrent(current) }
        while let stray = waiting.popFirst() {
            stray.answer(
                .failure(PostgresError(code: .misuse, message: "a statement outlived its connection's closure")))
        }
        do {
            // Harmless outside a transaction: the server only warns.
            _ = try await perform(.batch([.rollback], nil), lease: nil, isShielded: true)
        } catch {
            close(PostgresError(code: .connection, message: "could not be tidied up: \(error)"))
        }
        return isOpen.load(ordering: .acquiring)
    }
}
