/// How a transaction is opened.
public struct TransactionOptions: Sendable {
    /// How far concurrent transactions are kept apart.
    ///
    /// Source: PostgreSQL 15, 13.2.
    public enum Isolation: String, Sendable {
        /// Each statement sees what was committed before it began.
        case readCommitted = "READ COMMITTED"
        /// All statements see what was committed before the first; a conflicting write fails with 40001.
        case repeatableRead = "REPEATABLE READ"
        /// As if transactions ran one after the other; a conflict fails with 40001.
        case serializable = "SERIALIZABLE"
    }

    /// How far concurrent transactions are kept apart.
    public var isolation: Isolation

    /// Whether the transaction may only read.
    public var isReadOnly: Bool

    /// Server settings that hold until the transaction's end, such as `app.area` for row-level security.
    public var settings: [(name: String, value: String)]

    /// Describes a transaction; read committed, writing and without settings unless said otherwise.
    public init(
        isolation: Isolation = .readCommitted, isReadOnly: Bool = false, settings: [(name: String, value: String)] = []
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.settings = settings
    }

    /// BEGIN and one statement with all settings; `set_config(…, true)` is SET LOCAL with parameters.
    var prelude: [Command] {
        let access = isReadOnly ? " READ ONLY" : ""
        let begin = Command(SQL(unescaped: "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(access)"), role: .prelude)
        guard !settings.isEmpty else { return [begin] }
        var sql: SQL = "SELECT "
        for (index, setting) in settings.enumerated() {
            if index > 0 { sql += ", " }
            sql += "set_config(\(setting.name), \(setting.value), true)"
        }
        return [begin, Command(sql, role: .prelude)]
    }
}
