/// A transaction that is open for the length of one closure.
public struct PostgresTransaction: Sendable {
    let connection: PostgresConnection
    let state: TransactionState

    /// Runs a statement, prepared once for the connection, and returns its rows.
    ///
    /// Throws: `PostgresError`; the transaction can then only be rolled back.
    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await connection.run([Command(sql)], state, for: sql)
    }

    /// Runs a statement and returns how many rows it touched.
    ///
    /// Throws: `PostgresError`; the transaction can then only be rolled back.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affected
    }

    /// Runs statements in one round trip and returns the rows of each.
    ///
    /// Throws: the first `PostgresError`; the transaction can then only be rolled back.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        try await connection.run(statements.map { Command($0) }, state)
    }

    /// Runs statements and COMMIT in one round trip; the closure can only return after it.
    ///
    /// Throws: the first `PostgresError`, in which case nothing is committed, unless its code is `commitUnknown`.
    @discardableResult
    public func pipelineAndCommit(_ statements: [SQL] = []) async throws -> [Rows] {
        guard state.phase != .pending || !statements.isEmpty else { return [] }
        return try await connection.run(statements.map { Command($0) } + [.commit], state)
    }

    /// Copies rows into a table; see `PostgresConnection.copyIn`.
    ///
    /// Throws: `PostgresError`; the transaction can then only be rolled back.
    @discardableResult
    public func copyIn<Rows: Sequence>(
        _ target: String, rows: Rows, _ encode: (Rows.Element, inout CopyRow) throws -> Void
    ) async throws -> Int {
        try await begin()
        return try await connection.copyIn(target, rows: rows, encode)
    }

    /// Copies rows into a table as they come; see `PostgresConnection.copyIn`.
    ///
    /// Throws: `PostgresError`, or what the sequence throws; the transaction can then only be rolled back.
    @discardableResult
    public func copyIn<Rows: AsyncSequence>(
        _ target: String, rows: Rows, _ encode: (Rows.Element, inout CopyRow) throws -> Void
    ) async throws -> Int {
        try await begin()
        return try await connection.copyIn(target, rows: rows, encode)
    }

    /// Copies rows out; see `PostgresConnection.copyOut`.
    ///
    /// Throws: `PostgresError`, or what the closure throws.
    @discardableResult
    public func copyOut(_ statement: String, _ body: ([UInt8]) async throws -> Void) async throws -> Int {
        try await begin()
        return try await connection.copyOut(statement, body)
    }

    // MARK: For this library

    /// Sends BEGIN if it has not been sent.
    private func begin() async throws {
        if state.phase == .pending { _ = try await connection.run([], state) }
    }

    /// Commits, or says why that cannot be.
    func finish() async throws {
        switch state.phase {
        case .pending, .committed: return
        case .open: _ = try await connection.run([.commit], state, isShielded: true)
        case .ended: throw PostgresError(code: .rolledBack, message: "the transaction ended before its closure")
        case .unknown: throw PostgresError(code: .commitUnknown)
        }
    }

    /// Rolls back, whether or not the task is cancelled.
    func rollBack() async {
        guard state.phase == .open else { return }
        do {
            _ = try await connection.run([.rollback], state, isShielded: true)
            state.move(to: .ended)
        } catch {
            // The connection is broken, or the server has rolled back by itself; either way nothing is open.
            state.move(to: .ended)
        }
    }
}
