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
    /// How long a peer that does not read its answers may take for some progress.
    public var writeTimeout: Duration
    /// How many connections are served at once; some more are answered when they ask for the service's health.
    public var connectionLimit: Int
    /// How many connections one address may have.
    public var connectionsPerAddress: Int
    /// How much the bodies that are being read or worked on may take together.
    ///
    /// Units: bytes.
    public var bodyBytes: Int
    /// Where metrics and the document are served; `nil` serves them beside everything else.
    public var adminAddress: AdminAddress?
    /// The certificate chain in PEM and its key; without them the server speaks plain HTTP.
    public var tls: TLSFiles?

    /// A listening address of its own for those who look after the service.
    public struct AdminAddress: Sendable, Hashable {
        /// The address to listen on.
        public let host: String
        /// The port to listen on; 0 takes a free one.
        public let port: Int

        /// Names the address.
        public init(host: String = "127.0.0.1", port: Int) {
            self.host = host
            self.port = port
        }
    }

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
        headTimeout: Duration = .seconds(10), bodyTimeout: Duration = .seconds(30),
        writeTimeout: Duration = .seconds(10), connectionLimit: Int = 4_096, connectionsPerAddress: Int = 2_048,
        bodyBytes: Int = 64 << 20, adminAddress: AdminAddress? = nil, tls: TLSFiles? = nil
    ) {
        self.host = host
        self.port = port
        self.idleTimeout = idleTimeout
        self.headTimeout = headTimeout
        self.bodyTimeout = bodyTimeout
        self.writeTimeout = writeTimeout
        self.connectionLimit = connectionLimit
        self.connectionsPerAddress = connectionsPerAddress
        self.bodyBytes = bodyBytes
        self.adminAddress = adminAddress
        self.tls = tls
    }

    /// What the server takes on at once.
    var limits: AdmissionState.Limits {
        AdmissionState.Limits(
            connections: connectionLimit, connectionsPerAddress: connectionsPerAddress, bodyBytes: bodyBytes)
    }

    /// How the server of metrics and the document listens; `nil` where it has no address of its own.
    var administration: HTTPSettings? {
        adminAddress.map {
            HTTPSettings(
                host: $0.host, port: $0.port, idleTimeout: idleTimeout, headTimeout: headTimeout,
                bodyTimeout: bodyTimeout, writeTimeout: writeTimeout, connectionLimit: Self.adminConnections,
                connectionsPerAddress: Self.adminConnections)
        }
    }

    /// Connections that the server of metrics and the document serves at once.
    private static let adminConnections = 64

    init(
        _ source: ConfigurationSource, environment: ServiceConfiguration.Environment
    ) throws(ConfigurationError) {
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
        writeTimeout = .seconds(try source.integer(Keys.write))
        connectionLimit = try source.integer(Keys.connections)
        connectionsPerAddress = try source.integer(Keys.perAddress)
        bodyBytes = try source.integer(Keys.bodies) << 20
        let adminHost = try source.text(Keys.adminHost)
        if try source.optional(Keys.adminPort) != nil {
            adminAddress = AdminAddress(host: adminHost, port: try source.integer(Keys.adminPort))
        } else if environment == .production {
            adminAddress = AdminAddress(host: adminHost, port: Self.adminPort(beside: port))
        }
        if let admin = adminAddress, admin.port != 0, admin.port == port {
            throw ConfigurationError(Keys.adminPort, "must not be \(Keys.port.variable)'s")
        }
    }

    /// The port for administration where nobody named one: a thousand above the other, or below it.
    private static func adminPort(beside port: Int) -> Int {
        port == 0 ? 0 : port + 1_000 <= 65_535 ? port + 1_000 : port - 1_000
    }

    static let keys = [
        Keys.host, Keys.port, Keys.idle, Keys.head, Keys.body, Keys.write, Keys.connections, Keys.perAddress,
        Keys.bodies, Keys.certificate, Keys.key, Keys.adminHost, Keys.adminPort,
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
        static let write = ConfigurationKey(
            "http.write.seconds", .integer(1...300), fallback: "10",
            summary: "How long a peer that does not read may take for 16 KiB of an answer.")
        static let connections = ConfigurationKey(
            "http.connections", .integer(1...100_000), fallback: "4096", summary: "Connections served at once.")
        static let perAddress = ConfigurationKey(
            "http.connections.address", .integer(1...100_000), fallback: "2048",
            summary: "Connections of one address; a reverse proxy has one address for all its callers.")
        static let bodies = ConfigurationKey(
            "http.bodies.mebibytes", .integer(16...65_536), fallback: "64",
            summary: "Bodies that are being worked on, together; half of it for callers without a token.")
        static let adminHost = ConfigurationKey(
            "admin.host", fallback: "127.0.0.1", summary: "The address for metrics and the API document.")
        static let adminPort = ConfigurationKey(
            "admin.port", .integer(0...65_535),
            summary: "Their port; if absent `MINQING_HTTP_PORT` itself, in production 1,000 above it.")
        static let certificate = ConfigurationKey(
            "http.tls.certificate.file", .file, summary: "The certificate chain in PEM; with it the server speaks TLS.")
        static let key = ConfigurationKey("http.tls.key.file", .file, summary: "The private key in PEM.")
    }
}
