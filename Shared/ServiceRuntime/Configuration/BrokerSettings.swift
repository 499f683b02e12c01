/// Where the broker is and who the service is there; plain values, for this room knows no client.
public struct BrokerSettings: Sendable {
    /// The host's name or address.
    public let host: String
    /// The port.
    public let port: Int
    /// The virtual host.
    public let virtualHost: String
    /// The user of the service.
    public let user: String
    /// The user's password.
    public let password: String
    /// How the connection is protected.
    public let tls: TLSPolicy
    /// The certificate authority that signed the broker's certificate.
    public let rootCertificateFile: String?

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        host = try source.text(Keys.host)
        port = try source.integer(Keys.port)
        virtualHost = try source.text(Keys.virtualHost)
        user = try source.text(Keys.user)
        password = try source.text(Keys.password)
        tls = TLSPolicy(rawValue: try source.text(Keys.tls)) ?? .disable
        rootCertificateFile = try source.optional(Keys.root)
        if tls == .verifyFull, rootCertificateFile == nil {
            throw ConfigurationError(Keys.root, "is required when \(Keys.tls.variable) is verify-full")
        }
    }

    static let keys = [Keys.host, Keys.port, Keys.virtualHost, Keys.user, Keys.password, Keys.tls, Keys.root]

    private enum Keys {
        static let host = ConfigurationKey("amqp.host", fallback: "127.0.0.1", summary: "The broker's host.")
        static let port = ConfigurationKey(
            "amqp.port", .integer(1...65_535), fallback: "5672", summary: "The broker's port.")
        static let virtualHost = ConfigurationKey("amqp.vhost", fallback: "minqing", summary: "The virtual host.")
        static let user = ConfigurationKey(
            "amqp.user", required: true, summary: "The user; each service has its own.")
        static let password = ConfigurationKey(
            "amqp.password", required: true, secret: true, summary: "The user's password.")
        static let tls = ConfigurationKey(
            "amqp.tls", .choice(TLSPolicy.allCases.map(\.rawValue)), fallback: "disable",
            summary: "How the connection is protected.")
        static let root = ConfigurationKey(
            "amqp.tls.root.file", .file, summary: "The authority that signed the broker's certificate.")
    }
}
