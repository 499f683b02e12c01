import Kernel

extension PostgresConfiguration {
    /// The parameters for `PQconnectdbParams`.
    ///
    /// Source: PostgreSQL 15, 34.1.2 "Parameter Key Words".
    var connectionParameters: [(String, String)] {
        var list: [(String, String)] = [
            ("host", host), ("port", ports), ("dbname", database), ("user", user),
            ("application_name", applicationName), ("client_encoding", "UTF8"), ("gssencmode", "disable"),
            ("connect_timeout", "\(max(2, connectTimeout.wholeMilliseconds / 1000))"),
            ("tcp_user_timeout", "\(networkTimeout.wholeMilliseconds)"),
            ("keepalives_idle", "\(max(1, networkTimeout.wholeMilliseconds / 2000))"),
            ("keepalives_interval", "\(max(1, networkTimeout.wholeMilliseconds / 8000))"), ("keepalives_count", "4"),
            ("options", startupOptions),
        ]
        if let password { list.append(("password", password)) }
        return list + tls.parameters + parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `-c name=value` for each session setting; blanks and backslashes are escaped as the server expects.
    private var startupOptions: String {
        var settings = sessionSettings
        if let statementTimeout { settings["statement_timeout"] = "\(statementTimeout.wholeMilliseconds)" }
        if let idleInTransactionTimeout {
            settings["idle_in_transaction_session_timeout"] = "\(idleInTransactionTimeout.wholeMilliseconds)"
        }
        return settings.sorted { $0.key < $1.key }.map { name, value in
            "-c \(name)=" + String(value.flatMap { $0 == " " || $0 == "\\" ? ["\\", $0] : [$0] })
        }.joined(separator: " ")
    }
}
