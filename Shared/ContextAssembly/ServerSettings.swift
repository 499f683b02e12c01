public import AMQP
public import Postgres
import Reliability
public import ServiceRuntime

// From the plain values of a service's configuration to the two clients' own.

extension PostgresConfiguration {
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
            sessionSettings: ServiceSession.planning)
    }
}

extension AMQPConfiguration {
    /// The way to the broker, under a name of its own for each connection.
    public init(_ settings: BrokerSettings, connectionName: String) throws {
        self.init(
            host: settings.host, port: settings.port, virtualHost: settings.virtualHost, user: settings.user,
            password: settings.password, connectionName: connectionName)
        guard settings.tls != .disable else { return }
        tls = Self.clientTLS(
            verifiesServer: settings.tls == .verifyFull, rootCertificateFile: settings.rootCertificateFile)
    }
}
