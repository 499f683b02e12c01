/// What the role of one service may take from the server.
///
/// The role carries them, so that they hold for whatever logs in as it, and not only for our own client.
public struct RoleLimits: Hashable, Sendable {
    /// How many connections the role may hold at once; -1 for any number.
    public var connections: Int
    /// How long one statement may take; zero for any time.
    public var statementTimeout: Duration
    /// How long a transaction may lie idle; zero for any time.
    public var idleInTransactionTimeout: Duration

    /// A service's limits.
    ///
    /// Connections: a process has a pool of 8, the relay's lock and its listener; six processes of a context are 60, and
    /// four contexts leave 60 of the server's 300 to the operator and to people. Times: a service asks for 30 s a
    /// statement itself, so twice that ends only what did not ask; an idle transaction holds back vacuum and the relay's
    /// snapshot, and a minute is what our client and `postgresql.conf` say too.
    public static let service = RoleLimits(
        connections: 60, statementTimeout: .seconds(60), idleInTransactionTimeout: .seconds(60))

    /// None: for a server whose roles many tests share.
    public static let none = RoleLimits(connections: -1, statementTimeout: .zero, idleInTransactionTimeout: .zero)

    /// Makes limits.
    public init(connections: Int, statementTimeout: Duration, idleInTransactionTimeout: Duration) {
        self.connections = connections
        self.statementTimeout = statementTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
    }
}
