public import AMQP
import NIOSSL
public import Postgres
public import ServiceRuntime

// From the plain values of a service's configuration to the two clients' own.

extension PostgresConfiguration {
    /// How a service's connections plan: each statement once, and by its indexes.
    ///
    /// Why: statements that take arrays look cheaper with the values at hand than without, so PostgreSQL would plan them
    /// anew each time; and a plan that was made while a table was empty would read it from end to end later on
    /// (decision 0009). Every statement on a hot path has its index named beside it and tested.
    /// Source: PostgreSQL 15 manual, 20.7 (`plan_cache_mode`, `enable_seqscan`).
    static let planning = ["plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"]

    /// The way to the context's database.
    public init(_ settings: DatabaseSettings, applicationName: String) {
        let mode: TLSMode =
            switch settings.tls {
            case .disable: .disable
            case .require: .require
            case .verifyFull: .verifyFull(rootCertificate: settings.rootCertificateFile)
            }
        self.init(
            host: settings.host, port: settings.port, database: settings.database, user: settings.user,
            password: settings.password.isEmpty ? nil : settings.password, applicationName: applicationName, tls: mode,
            sessionSettings: Self.planning)
    }
}

extension AMQPConfiguration {
    /// The way to the broker, under a name of its own for each connection.
    public init(_ settings: BrokerSettings, connectionName: String) throws {
        self.init(
            host: settings.host, port: settings.port, virtualHost: settings.virtualHost, user: settings.user,
            password: settings.password, connectionName: connectionName)
        guard settings.tls != .disable else { return }
        var tls = TLSConfiguration.makeClientConfiguration()
        if settings.tls == .require { tls.certificateVerification = .none }
        if let file = settings.rootCertificateFile { tls.trustRoots = .file(file) }
        self.tls = tls
    }
}
