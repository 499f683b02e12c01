import Synchronization

/// A connection that is lent to one closure; it is no longer valid when the closure has returned.
///
/// Statements run one after the other in the order in which they are called. Each is a transaction of its own; use
/// `withTransaction` for more.
public struct PostgresConnection: Sendable {
    let session: Session
    let lease: UInt64

    /// The number of the server's process, as in `pg_stat_activity.pid`.
    public var processIdentifier: Int32 { session.processIdentifier }

    /// Whether the connection stands, as far as is known here; one that broke without a word still seems to.
    public var isOpen: Bool { session.isOpen.load(ordering: .acquiring) }

    /// Connects, lends the connection to the closure and closes it: for tools and migrations.
    ///
    /// Services use a pool.
    ///
    /// Throws: `PostgresError` with code `connection`, and whatever the closure throws.
    public static func withConnection<Result>(
        _ configuration: PostgresConfiguration, reactor: PostgresReactor = .shared,
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let session = try await Connector.connect(configuration, reactor: reactor)
        do {
            let result = try await body(PostgresConnection(session: session, lease: 0))
            await session.close(PostgresError(code: .misuse, message: "the connection's closure has returned"))
            return result
        } catch {
            await session.close(PostgresError(code: .misuse, message: "the connection's closure has returned"))
            throw error
        }
    }

    // MARK: Statements

    /// Runs a statement, prepared once for the connection, and returns its rows.
    ///
    /// Throws: `PostgresError`.
    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await run([Command(sql)], nil, for: sql)
    }

    /// Runs a statement and returns how many rows it touched.
    ///
    /// Throws: `PostgresError`.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affected
    }

    /// Runs statements in one round trip and returns the rows of each: all of them take effect, or none.
    ///
    /// Throws: the first `PostgresError`; the statements after it do not run.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [Rows] {
        try await run(statements.map { Command($0) }, nil)
    }

    /// Runs one or many statements without parameters in the simple protocol: for migrations.
    ///
    /// Several statements form one transaction unless the text itself begins and commits.
    ///
    /// Throws: the first `PostgresError`; the statements after it do not run.
    public func script(_ text: String) async throws {
        _ = try await session.perform(.script(text), lease: lease)
    }

    /// What `ALTER ROLE … PASSWORD` takes in place of a password, so that no statement and no log holds one.
    ///
    /// Throws: `PostgresError` if the connection has ended.
    public func passwordVerifier(of password: String, role: String) async throws -> String {
        guard let verifier = await session.verifier(of: password, role: role) else {
            throw PostgresError(code: .connection, message: "no connection to make a verifier on")
        }
        return verifier
    }

    /// Runs the closure in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// BEGIN and the settings travel with the first statement, so a transaction without statements costs nothing.
    ///
    /// Throws: what the closure throws; `PostgresError` with code `rolledBack` if it swallowed a failure, and
    /// `commitUnknown` if the connection broke before COMMIT was answered.
    public func withTransaction<Result>(
        _ options: TransactionOptions = TransactionOptions(), _ body: (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        try await withTransaction(TransactionState(options), body)
    }

    // MARK: For this library

    func withTransaction<Result>(
        _ state: TransactionState, _ body: (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        let transaction = PostgresTransaction(connection: self, state: state)
        let result: Result
        do {
            result = try await body(transaction)
        } catch {
            await transaction.rollBack()
            throw error
        }
        try await transaction.finish()
        return result
    }

    func run(_ commands: [Command], _ transaction: TransactionState?, isShielded: Bool = false) async throws -> [Rows] {
        let answer = try await session.perform(.batch(commands, transaction), lease: lease, isShielded: isShielded)
        guard case .rows(let rows) = answer else { throw PostgresError(code: .misuse, message: "not a batch") }
        return rows
    }

    func run(_ commands: [Command], _ transaction: TransactionState?, for sql: SQL) async throws -> Rows {
        guard let rows = try await run(commands, transaction).first else {
            throw PostgresError(code: .connection, message: "a statement without an answer", statement: sql.text)
        }
        return rows
    }
}
