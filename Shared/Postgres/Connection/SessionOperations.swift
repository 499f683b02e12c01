import CLibPQ
import DequeModule
import Synchronization

extension Session {
    // MARK: Taking operations

    /// Runs an operation and returns its first answer: a batch's rows, or that COPY may begin.
    ///
    /// `lease` is the caller's; nil stands for the pool itself. A shielded operation goes on when the task ends.
    nonisolated func perform(
        _ kind: sending Operation.Kind, lease: UInt64?, isShielded: Bool = false, id given: UInt64? = nil
    ) async throws -> Operation.Answer {
        let id = given ?? makeOperationIdentifier()
        guard !isShielded else { return try await submit(kind, lease: lease, isShielded: true, id: id) }
        return try await withTaskCancellationHandler {
            try await submit(kind, lease: lease, isShielded: false, id: id)
        } onCancel: {
            cancelFromAnywhere(id)
        }
    }

    nonisolated func makeOperationIdentifier() -> UInt64 {
        nextOperation.wrappingAdd(1, ordering: .relaxed).newValue
    }

    private func submit(
        _ kind: sending Operation.Kind, lease: UInt64?, isShielded: Bool, id: UInt64
    ) async throws -> Operation.Answer {
        try await withCheckedThrowingContinuation { continuation in
            assert(reactor.isCurrentThread, "off the reactor's thread")
            if let refusal = refusal(lease, isShielded: isShielded) {
                continuation.resume(throwing: refusal)
                return
            }
            waiting.append(Operation(id: id, kind: kind, isShielded: isShielded, waiter: continuation))
            isClean.store(false, ordering: .relaxed)
            advance()
        }
    }

    /// Why an operation cannot be taken; nil if it can.
    private func refusal(_ lease: UInt64?, isShielded: Bool) -> PostgresError? {
        if let closeReason { return closeReason }
        guard lease == nil || lease == self.lease.load(ordering: .acquiring) else {
            return PostgresError(code: .misuse, message: "a connection was used after its closure had returned")
        }
        return isShielded || !Task.isCancelled ? nil : PostgresError(code: .cancelled)
    }

    /// Starts the next operation if nothing is under way.
    func advance() {
        while current == nil, !isCancelling, let operation = waiting.popFirst() {
            current = operation
            start(operation)
        }
        noteWhetherClean()
    }

    /// Says whether the connection can be lent as it is: nothing under way and no transaction open.
    func noteWhetherClean() {
        guard current == nil, waiting.isEmpty, !isCancelling, let handle else { return }
        isClean.store(handle.transactionStatus == PQTRANS_IDLE, ordering: .releasing)
    }

    // MARK: Sending

    private func start(_ operation: Operation) {
        guard let handle else { return }
        switch operation.kind {
        case .batch(let commands, let transaction):
            do {
                try startBatch(commands, transaction, operation, handle)
            } catch {
                current = nil
                finish(operation, .failure(error))
                return
            }
        case .script(let text), .copyIn(let text), .copyOut(let text):
            operation.progress = .simple(SimpleReplies(operation.kind))
            guard !handle.isInPipeline || handle.exitPipeline(), handle.sendSimple(text) else {
                lose(handle.lastMessage)
                return
            }
        }
        flush()
    }

    /// Hands a whole batch and its Sync to libpq in one go, so that nothing can come between.
    private func startBatch(
        _ commands: [Command], _ transaction: TransactionState?, _ operation: Operation, _ handle: ConnectionHandle
    ) throws {
        guard commands.allSatisfy({ $0.binds.count <= Command.parameterLimit }) else {
            throw PostgresError(code: .misuse, message: "more than 65,535 parameters: use unnest with arrays")
        }
        var batch = commands
        switch transaction?.phase {
        case .pending where handle.transactionStatus != PQTRANS_IDLE:
            throw PostgresError(code: .misuse, message: "a transaction is open on this connection already")
        case .pending:
            batch = (transaction?.prelude ?? []) + commands
            transaction?.move(to: .open)
        case .open where handle.transactionStatus == PQTRANS_IDLE:
            throw PostgresError(code: .rolledBack, message: "the transaction has ended before this statement")
        case .committed, .ended, .unknown:
            throw PostgresError(code: .misuse, message: "a transaction was used after its end")
        case .open, nil: break
        }
        var expectations: [BatchReplies.Expectation] = []
        expectations.reserveCapacity(2 * batch.count + 2)
        var isSent = handle.isInPipeline || handle.enterPipeline()
        if handle.transactionStatus != PQTRANS_INERROR {
            isSent = isSent && sendDeallocations(handle, &expectations)
        }
        var fresh: [StatementCache.Key: String] = [:]
        for command in batch where isSent {
            let key = StatementCache.Key(text: command.text, types: command.binds.types)
            var name = statements.find(key) ?? fresh[key]
            if name == nil {
                let made = statements.makeName()
                isSent = handle.sendPrepare(name: made, text: key.text, types: key.types)
                expectations.append(.prepare(key, name: made))
                fresh[key] = made
                name = made
            }
            isSent = isSent && handle.sendPrepared(name: name ?? "", binds: command.binds)
            expectations.append(.command(command))
        }
        expectations.append(.sync)
        operation.progress = .batch(BatchReplies(expectations))
        if !isSent || !handle.sendSync() { lose(handle.lastMessage) }
    }

    /// DEALLOCATE has a Sync of its own: it would take the snapshot that a following BEGIN with an isolation level
    /// must be the first to take.
    private func sendDeallocations(_ handle: ConnectionHandle, _ expectations: inout [BatchReplies.Expectation]) -> Bool
    {
        let names = statements.takeEvicted()
        guard !names.isEmpty else { return true }
        for name in names {
            guard handle.sendUnprepared("DEALLOCATE \(name)") else { return false }
            expectations.append(.deallocate)
        }
        expectations.append(.sync)
        return handle.sendSync()
    }
}
