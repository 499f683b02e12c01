/// The fields of an error that the server sent.
///
/// Source: PostgreSQL 15, 34.3.3 `PQresultErrorField`.
public struct ServerFields: Equatable, Sendable, CustomDebugStringConvertible, CustomStringConvertible {
    /// ERROR, FATAL or PANIC, never translated.
    public let severity: String
    /// Five characters.
    ///
    /// Source: PostgreSQL 15, Appendix A.
    public let sqlState: String
    /// The primary message; it may quote values.
    public let message: String
    /// The secondary message; it often quotes values.
    public let detail: String?
    /// A suggestion.
    public let hint: String?
    /// The position in the statement.
    ///
    /// Units: characters, from 1.
    public let position: Int?
    /// The schema of the object at fault.
    public let schema: String?
    /// The table at fault.
    public let table: String?
    /// The column at fault.
    public let column: String?
    /// The constraint at fault.
    public let constraint: String?
    /// The call stack of functions and internal queries.
    public let context: String?
    /// Whether the server said it; if not, libpq did, of a connection that has broken.
    let isFromServer: Bool

    /// Reads the fields through `PQresultErrorField`.
    ///
    /// An error without fields was made by libpq itself, which does so when the connection has broken: it is fatal.
    init(_ diagnostic: (Int32) -> String?) {
        let sent = diagnostic(DiagnosticField.severity)
        isFromServer = sent != nil
        severity = sent ?? "FATAL"
        sqlState = diagnostic(DiagnosticField.sqlState) ?? SQLState.connectionFailure
        message = diagnostic(DiagnosticField.message) ?? ""
        detail = diagnostic(DiagnosticField.detail)
        hint = diagnostic(DiagnosticField.hint)
        position = diagnostic(DiagnosticField.position).flatMap { Int($0) }
        schema = diagnostic(DiagnosticField.schema)
        table = diagnostic(DiagnosticField.table)
        column = diagnostic(DiagnosticField.column)
        constraint = diagnostic(DiagnosticField.constraint)
        context = diagnostic(DiagnosticField.context)
    }

    /// Whether the server ended the connection with this error.
    public var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }

    /// Whether a prepared statement no longer fits, because a table changed or the session forgot its statements.
    var isStalePlan: Bool {
        sqlState == SQLState.invalidStatementName
            || (sqlState == SQLState.featureNotSupported && message.contains("cached plan"))
    }

    /// The severity and the SQLSTATE; no message, name or value.
    public var description: String { "\(severity) \(sqlState)" }

    /// Everything that the server sent.
    public var debugDescription: String {
        let named: [(String, String?)] = [
            ("detail", detail), ("hint", hint), ("position", position.map { "\($0)" }), ("schema", schema),
            ("table", table), ("column", column), ("constraint", constraint), ("context", context),
        ]
        return named.reduce("\(severity) \(sqlState): \(message)") { text, field in
            field.1.map { "\(text), \(field.0): \($0)" } ?? text
        }
    }
}

/// The `PG_DIAG_…` constants, which are character macros that Swift does not import as `Int32`.
///
/// Source: `postgres_ext.h`.
enum DiagnosticField {
    static let severity = code("V")
    static let sqlState = code("C")
    static let message = code("M")
    static let detail = code("D")
    static let hint = code("H")
    static let position = code("P")
    static let context = code("W")
    static let schema = code("s")
    static let table = code("t")
    static let column = code("c")
    static let constraint = code("n")

    private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
}
