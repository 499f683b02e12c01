/// Where the database is, who asks, and how long to wait.
public struct PostgresConfiguration: Hashable, Sendable {
    /// The host's name or address, a directory of a Unix socket, or several separated by commas, tried in order.
    public var host: String
    /// The port, or one for each host, separated by commas.
    public var ports: String
    /// The database's name.
    public var database: String
    /// The login role.
    public var user: String
    /// The role's password; secret.
    ///
    /// Nil leaves it to `.pgpass` or to a server that trusts.
    public var password: String?
    /// The name that `pg_stat_activity` shows.
    public var applicationName: String
    /// How the connection is encrypted.
    public var tls: TLSMode
    /// How long one attempt to connect may take, for each host.
    ///
    /// Range: from 2 s, in whole seconds, as libpq has it.
    public var connectTimeout: Duration
    /// How long the server may work on one statement; nil for no limit.
    ///
    /// A transaction may set its own.
    public var statementTimeout: Duration?
    /// How long a transaction may lie idle before the server ends its connection; nil for no limit.
    public var idleInTransactionTimeout: Duration?
    /// How long data may stay unacknowledged by the server's host before the connection counts as broken.
    public var networkTimeout: Duration
    /// How long a cancelled statement may go on before its connection is dropped.
    public var cancellationGrace: Duration
    /// How many prepared statements one connection keeps; the least recently used one goes first.
    ///
    /// Range: from 1.
    public var statementCacheLimit: Int
    /// Server settings for the whole session, such as `search_path`.
    public var sessionSettings: [String: String]
    /// Further libpq parameters, such as `target_session_attrs`.
    ///
    /// Source: PostgreSQL 15, 34.1.2.
    public var parameters: [String: String]

    /// Describes a database; everything but its address has a default.
    public init(
        host: String, port: Int = 5432, database: String, user: String, password: String? = nil,
        applicationName: String = "minqing", tls: TLSMode = .disable, connectTimeout: Duration = .seconds(5),
        statementTimeout: Duration? = .seconds(30), idleInTransactionTimeout: Duration? = .seconds(60),
        networkTimeout: Duration = .seconds(20), cancellationGrace: Duration = .seconds(5),
        statementCacheLimit: Int = 256, sessionSettings: [String: String] = [:], parameters: [String: String] = [:]
    ) {
        self.host = host
        self.ports = "\(port)"
        self.database = database
        self.user = user
        self.password = password
        self.applicationName = applicationName
        self.tls = tls
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.networkTimeout = networkTimeout
        self.cancellationGrace = cancellationGrace
        self.statementCacheLimit = max(1, statementCacheLimit)
        self.sessionSettings = sessionSettings
        self.parameters = parameters
    }

    /// The first port, if it is a number.
    public var port: Int? { ports.split(separator: ",").first.flatMap { Int($0) } }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host, database and user; never the password.
    public var description: String { "postgresql://\(user)@\(host):\(ports)/\(database)" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows no fields, so that `dump` cannot show the password.
    public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
