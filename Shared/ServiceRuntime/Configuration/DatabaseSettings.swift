/// Where the database is and who the service is there; plain values, for this room knows no client.
public struct DatabaseSettings: Sendable {
    /// The host's name or address.
    public let host: String
    /// The port.
    public let port: Int
    /// The database.
    public let database: String
    /// The login role of the context.
    public let user: String
    /// The role's password; empty if the server asks for none.
    public let password: String
    /// How many connections the pool holds.
    public let connections: Int
    /// How the connection is protected.
    public let tls: TLSPolicy
    /// The certificate authority that signed the server's certificate.
    public let rootCertificateFile: String?

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        host = try source.text(Keys.host)
        port = try source.integer(Keys.port)
        database = try source.text(Keys.database)
        user = try source.text(Keys.user)
        password = try source.optional(Keys.password) ?? ""
        connections = try source.integer(Keys.connections)
        tls = TLSPolicy(rawValue: try source.text(Keys.tls)) ?? .disable
        rootCertificateFile = try source.optional(Keys.root)
        if tls == .verifyFull, rootCertificateFile == nil {
            throw ConfigurationError(Keys.root, "is required when \(Keys.tls.variable) is verify-full")
        }
    }

    static let keys = [
        Keys.host, Keys.port, Keys.database, Keys.user, Keys.password, Keys.connections, Keys.tls, Keys.root,
    ]

    private enum Keys {
        static let host = ConfigurationKey("postgres.host", fallback: "127.0.0.1", summary: "The database's host.")
        static let port = ConfigurationKey(
            "postgres.port", .integer(1...65_535), fallback: "5432", summary: "The database's port.")
        static let database = ConfigurationKey("postgres.database", fallback: "minqing", summary: "The database.")
        static let user = ConfigurationKey(
            "postgres.user", required: true, summary: "The login role; each context has its own.")
        static let password = ConfigurationKey("postgres.password", secret: true, summary: "The role's password.")
        static let connections = ConfigurationKey(
            "postgres.connections", .integer(1...200), fallback: "8",
            summary: "Connections in the pool; the relay has one beside it.")
        static let tls = ConfigurationKey(
            "postgres.tls", .choice(TLSPolicy.allCases.map(\.rawValue)), fallback: "disable",
            summary: "How the connection is protected.")
        static let root = ConfigurationKey(
            "postgres.tls.root.file", .file, summary: "The authority that signed the server's certificate.")
    }
}

/// How a connection to a server is protected.
public enum TLSPolicy: String, Sendable, CaseIterable {
    /// Not at all: loopback and private networks.
    case disable
    /// Encrypted; the server is not verified.
    case require
    /// Encrypted, and the server's certificate and name are checked.
    case verifyFull = "verify-full"
}
