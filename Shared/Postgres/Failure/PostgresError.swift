public import Kernel

/// A failure of the database, of the way to it, or of reading its answer.
///
/// `description` shows only what is safe in any log: the code and the SQLSTATE. `debugDescription` also shows the
/// server's message, which may quote values, and the statement's text; it never shows parameters.
public struct PostgresError: Error, Equatable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The code's name.
        public var description: String { name }

        /// There is no connection: it could not be made, or it broke.
        ///
        /// Nothing of the statement is known to be done.
        public static let connection = Code("connection")
        /// The server refused or failed; `sqlState` says why.
        public static let server = Code("server")
        /// The answer does not fit the type that was asked for.
        public static let decoding = Code("decoding")
        /// The task was cancelled.
        public static let cancelled = Code("cancelled")
        /// The server's statement timeout, or the wait for a free connection, ran out.
        public static let timeout = Code("timeout")
        /// The pool is not running, or is shutting down.
        public static let poolClosed = Code("poolClosed")
        /// The connection broke after COMMIT was sent and before its answer: the transaction may be committed or not.
        public static let commitUnknown = Code("commitUnknown")
        /// COMMIT was answered with ROLLBACK, because a statement had failed before and its error was swallowed.
        public static let rolledBack = Code("rolledBack")
        /// The caller broke a rule of this library; `debugDescription` says which.
        public static let misuse = Code("misuse")
    }

    /// What kind of failure it is.
    public let code: Code

    /// The fields of the server's error, if the server sent one.
    public internal(set) var server: ServerFields?

    /// What this library has to say; it never contains values.
    let message: String

    /// The statement's text with its placeholders.
    var statement: String?

    /// The result's column, if reading it failed.
    var column: String?

    init(code: Code, message: String = "", server: ServerFields? = nil, statement: String? = nil) {
        self.code = code
        self.message = message
        self.server = server
        self.statement = statement
    }

    /// The SQLSTATE, five characters.
    ///
    /// Source: PostgreSQL 15, Appendix A.
    public var sqlState: String? { server?.sqlState }

    /// The name of the constraint that the statement broke.
    public var constraint: String? { server?.constraint }

    /// Whether the same transaction, tried again from its beginning, may well succeed.
    ///
    /// `commitUnknown` is not retriable: find out first whether the work is done.
    public var isRetriable: Bool {
        switch code {
        case .connection: return true
        case .server: return server.map { SQLState.retriable.contains($0.sqlState) || $0.isStalePlan } ?? false
        default: return false
        }
    }

    /// Whether the database, and not the work, is the reason: it is away, or too busy to lend a connection.
    ///
    /// With `commitUnknown` the work may be done: a caller that tries again must be able to find that out. A statement that
    /// ran out of its own time is no such failure: it would again.
    public var isTransient: Bool {
        switch code {
        case .connection, .commitUnknown, .poolClosed: true
        case .timeout: server == nil
        default: isRetriable
        }
    }

    /// Whether the server chose this transaction as the victim of a conflict: a deadlock or a serialization failure.
    public var isConflict: Bool {
        code == .server && (sqlState == SQLState.serializationFailure || sqlState == SQLState.deadlockDetected)
    }

    func inColumn(_ name: String) -> PostgresError {
        var copy = self
        copy.column = name
        return copy
    }
}

extension PostgresError: TransientFailure {}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The code and the SQLSTATE; no message, name or value.
    public var description: String {
        sqlState.map { "PostgresError(\(code), SQLSTATE \($0))" } ?? "PostgresError(\(code))"
    }

    /// Everything that is known, for a developer's eyes.
    public var debugDescription: String {
        var parts = ["\(code)"]
        if !message.isEmpty { parts.append(message) }
        if let column { parts.append("column: \(column)") }
        if let server { parts.append(server.debugDescription) }
        if let statement { parts.append("statement: \(statement)") }
        return "PostgresError(\(parts.joined(separator: ", ")))"
    }
}
