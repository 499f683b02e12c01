/// How the HTTP server listens and how long it waits.
public struct HTTPSettings: Sendable {
    /// The address to listen on.
    public var host: String
    /// The port to listen on; 0 takes a free one.
    public var port: Int
    /// How long a connection may stand idle between requests.
    public var idleTimeout: Duration
    /// How long the head of a request may take from its first byte.
    public var headTimeout: Duration
    /// How long the body of a request may take from the end of its head.
    public var bodyTimeout: Duration
    /// How many connections are served at once; more wait in the backlog.
    public var connectionLimit: Int
    /// The certificate chain in PEM and its key; without them the server speaks plain HTTP.
    public var tls: TLSFiles?

    /// The files of a certificate.
    public struct TLSFiles: Sendable, Hashable {
        /// The certificate chain in PEM.
        public let certificateFile: String
        /// The private key in PEM.
        public let keyFile: String

        /// Names the files.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Makes settings for a test or an example.
    public init(
        host: String = "127.0.0.1", port: Int = 0, idleTimeout: Duration = .seconds(60),
        headTimeout: Duration = .seconds(10), bodyTimeout: Duration = .seconds(30), connectionLimit: Int = 4_096,
        tls: TLSFiles? = nil
    ) {
        self.host = host
        self.port = port
        self.idleTimeout = idleTimeout
        self.headTimeout = headTimeout
        self.bodyTimeout = bodyTimeout
        self.connectionLimit = connectionLimit
        self.tls = tls
    }

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        let certificate = try source.optional(Keys.certificate)
        let key = try source.optional(Keys.key)
        switch (certificate, key) {
        case (nil, nil): tls = nil
        case (let certificate?, let key?): tls = TLSFiles(certificateFile: certificate, keyFile: key)
        case (nil, _): throw ConfigurationError(Keys.certificate, "is required beside \(Keys.key.variable)")
        case (_, nil): throw ConfigurationError(Keys.key, "is required beside \(Keys.certificate.variable)")
        }
        host = try source.text(Keys.host)
        port = try source.integer(Keys.port)
        idleTimeout = .seconds(try source.integer(Keys.idle))
        headTimeout = .seconds(try source.integer(Keys.head))
        bodyTimeout = .seconds(try source.integer(Keys.body))
        connectionLimit = try source.integer(Keys.connections)
    }

    static let keys = [
        Keys.host, Keys.port, Keys.idle, Keys.head, Keys.body, Keys.connections, Keys.certificate, Keys.key,
    ]

    private enum Keys {
        static let host = ConfigurationKey("http.host", fallback: "127.0.0.1", summary: "The address to listen on.")
        static let port = ConfigurationKey(
            "http.port", .integer(0...65_535), fallback: "8080", summary: "The port; 0 takes a free one.")
        static let idle = ConfigurationKey(
            "http.idle.seconds", .integer(1...3_600), fallback: "60",
            summary: "How long a connection may stand idle between requests.")
        static let head = ConfigurationKey(
            "http.head.seconds", .integer(1...300), fallback: "10",
            summary: "How long the head of a request may take from its first byte.")
        static let body = ConfigurationKey(
            "http.body.seconds", .integer(1...3_600), fallback: "30",
            summary: "How long the body of a request may take.")
        static let connections = ConfigurationKey(
            "http.connections", .integer(1...100_000), fallback: "4096", summary: "Connections served at once.")
        static let certificate = ConfigurationKey(
            "http.tls.certificate.file", .file, summary: "The certificate chain in PEM; with it the server speaks TLS.")
        static let key = ConfigurationKey("http.tls.key.file", .file, summary: "The private key in PEM.")
    }
}
