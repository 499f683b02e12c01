extension Session {
    /// Sends a part of a COPY IN, and returns when the socket has taken it.
    ///
    /// Throws: `PostgresError` if the task was cancelled or the connection broke; the COPY must still be ended.
    func put(_ bytes: [UInt8], into id: UInt64) async throws {
        let handle = try copy(id).handle
        guard !Task.isCancelled else { throw PostgresError(code: .cancelled) }
        guard handle.putCopy(bytes) else { throw lost(handle) }
        flush()
        guard isWaitingToWrite else { return }
        await withCheckedContinuation { continuation in
            if isWaitingToWrite, self.handle != nil { writeWaiter = continuation } else { continuation.resume() }
        }
    }

    /// Ends a COPY IN; a failure makes the server forget all its rows.
    func endCopyIn(_ id: UInt64, failure: String?) async throws -> Operation.Answer {
        try await withCheckedThrowingContinuation { continuation in
            do {
                let (operation, handle) = try copy(id)
                guard handle.endCopy(failure: failure) else { throw lost(handle) }
                operation.isStreaming = false
                operation.waiter = continuation
                flush()
                pump()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// The next part of a COPY OUT, or its end.
    func nextChunk(of id: UInt64) async throws -> Operation.Answer {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try copy(id).operation.waiter = continuation
                watch(readable: true, writable: false)
                pump()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Leaves a COPY OUT before its end, and returns when the connection can be used again.
    func abandonCopyOut(_ id: UInt64) async {
        do {
            _ = try await withCheckedThrowingContinuation { continuation in
                guard let operation = current, operation.id == id else {
                    continuation.resume(returning: Operation.Answer.copied(0))
                    return
                }
                operation.isAbandoned = true
                operation.waiter = continuation
                cancelCurrent(operation)
                watch(readable: true, writable: false)
                pump()
            }
        } catch {
            // The caller already has the error that made it leave; this one is the cancellation's echo.
        }
    }

    private func copy(_ id: UInt64) throws -> (operation: Operation, handle: ConnectionHandle) {
        guard let current, current.id == id, let handle else {
            throw closeReason ?? PostgresError(code: .misuse, message: "this COPY has ended")
        }
        return (current, handle)
    }

    private func lost(_ handle: ConnectionHandle) -> PostgresError {
        lose(handle.lastMessage)
        return closeReason ?? PostgresError(code: .connection)
    }
}
