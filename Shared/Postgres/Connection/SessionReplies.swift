import CLibPQ

extension Session {
    /// How much of a COPY OUT is handed over at once.
    ///
    /// Units: bytes.
    private static let chunkSize = 65_536

    /// Takes every answer that has come, and never waits for one.
    func pump() {
        while let operation = current, let handle {
            let hasProgress: Bool
            switch operation.progress {
            case .waiting:
                hasProgress = false
            case .batch(let replies):
                hasProgress = !handle.isBusy
                guard hasProgress else { break }
                // Not kept in two places, or each answer would copy the rows gathered so far.
                operation.progress = .waiting
                receive(replies, operation, handle)
            case .simple:
                // A COPY whose caller is busy elsewhere has to wait, so that it cannot fill the memory.
                guard operation.waiter != nil || operation.isAbandoned else { return }
                hasProgress = operation.isStreaming ? readCopy(operation, handle) : receiveSimple(operation, handle)
            }
            guard hasProgress else { return }
        }
    }

    // MARK: Batches

    private func receive(_ before: consuming BatchReplies, _ operation: Operation, _ handle: ConnectionHandle) {
        var replies = before
        while true {
            switch replies.receive(reply(handle.nextResult())) {
            case .none: break
            case .prepared(let key, let name): statements.insert(key, name: name)
            case .confused:
                operation.progress = .batch(replies)
                lose("an answer out of order")
                return
            case .finished:
                settle(replies, operation, handle)
                return
            }
            guard !handle.isBusy else { break }
            guard !handle.isBroken else { break }
        }
        operation.progress = .batch(replies)
    }

    private func reply(_ result: ResultHandle?) -> BatchReplies.Reply {
        guard let result else { return .separator }
        return switch result.status {
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .result(result)
        default: .error(ServerFields(result.diagnostic))
        }
    }

    private func settle(_ replies: BatchReplies, _ operation: Operation, _ handle: ConnectionHandle) {
        if case .batch(_, let transaction?) = operation.kind {
            if replies.isCommitted {
                transaction.move(to: .committed)
            } else if transaction.phase == .open, handle.transactionStatus == PQTRANS_IDLE {
                transaction.move(to: .ended)
            }
        }
        complete(operation, .rows(replies.rows), replies.failure)
    }

    // MARK: Scripts and COPY

    private func receiveSimple(_ operation: Operation, _ handle: ConnectionHandle) -> Bool {
        guard case .simple(var replies) = operation.progress, !handle.isBusy else { return false }
        let result = handle.nextResult()
        let action = replies.receive(simpleReply(result))
        operation.progress = .simple(replies)
        switch action {
        case .none: break
        case .ready:
            operation.isStreaming = true
            operation.answer(.success(.ready))
        case .refuseCopy:
            guard handle.endCopy(failure: "not fed") else {
                lose(handle.lastMessage)
                return false
            }
            flush()
        case .confused:
            close(replies.failure ?? PostgresError(code: .connection, message: "an answer out of order"))
        case .finished:
            if case .script = operation.kind {
                complete(operation, .rows([]), replies.failure)
            } else {
                complete(operation, .copied(replies.affected), replies.failure)
            }
        }
        return true
    }

    private func simpleReply(_ result: ResultHandle?) -> SimpleReplies.Reply {
        guard let result else { return .end }
        return switch result.status {
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT: .copyOut
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .result(result)
        default: .error(ServerFields(result.diagnostic))
        }
    }

    /// Hands over what COPY OUT has sent; false if there is nothing yet.
    private func readCopy(_ operation: Operation, _ handle: ConnectionHandle) -> Bool {
        guard case .copyOut = operation.kind else { return false }
        var chunk: [UInt8] = []
        var outcome = ConnectionHandle.CopyOutcome.row
        while outcome == .row, chunk.count < Self.chunkSize {
            outcome = handle.appendCopyRow(to: &chunk)
        }
        switch outcome {
        case .failed:
            lose(handle.lastMessage)
            return false
        case .finished: operation.isStreaming = false
        case .row, .wouldBlock: break
        }
        if !chunk.isEmpty, !operation.isAbandoned {
            watch(readable: false, writable: false)
            operation.answer(.success(.chunk(chunk)))
        }
        return outcome != .wouldBlock
    }

    // MARK: End of an operation

    /// Answers the caller and goes on with the next operation.
    private func complete(_ operation: Operation, _ answer: Operation.Answer, _ failure: PostgresError?) {
        current = nil
        cancelTimers.forEach(reactor.cancel)
        cancelTimers = []
        cancelAttempts = 0
        // Before the answer: who gets it may give the connection back at once, and a needless ROLLBACK would follow.
        noteWhetherClean()
        if let failure {
            if failure.server?.isStalePlan == true { statements.removeAll() }
            finish(operation, .failure(interpret(failure, operation)))
        } else {
            finish(operation, .success(answer))
        }
        watch(readable: true, writable: false)
        advance()
    }

    /// Tells apart who cancelled: SQLSTATE 57014 stands for the task's end, the server's timeout and an administrator.
    private func interpret(_ failure: PostgresError, _ operation: Operation) -> PostgresError {
        guard failure.sqlState == SQLState.queryCancelled else { return failure }
        let isAdministrator = failure.server?.message.contains("user request") == true
        let code: PostgresError.Code = operation.isCancelled ? .cancelled : isAdministrator ? .server : .timeout
        return PostgresError(code: code, message: "", server: failure.server, statement: failure.statement)
    }
}
