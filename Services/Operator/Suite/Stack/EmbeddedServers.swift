public import AMQP
public import Postgres

/// The private PostgreSQL and RabbitMQ of a checkout, by way of `deploy/embedded/servers`.
public struct EmbeddedServers: Sendable {
    let installation: Installation

    /// Starts both; a second start does nothing.
    func start() throws {
        _ = try servers("start")
    }

    func stop() throws {
        _ = try servers("stop")
    }

    public func restart(_ server: String) throws {
        _ = try servers("restart", server)
    }

    /// Addresses and the administrator's passwords.
    public func environment() throws -> EnvironmentFile {
        EnvironmentFile(parsing: try servers("env"))
    }

    private func servers(_ arguments: String...) throws -> String {
        try ProcessControl.run(installation.serversScript, arguments + ["--root", installation.state])
    }
}

extension EnvironmentFile {
    /// The administrator's way to a database of the embedded server.
    public func administrator(database: String) throws -> PostgresConfiguration {
        guard let port = Int(try required("MINQING_POSTGRES_PORT")) else {
            throw OperatorFault.configuration("MINQING_POSTGRES_PORT is not a number")
        }
        return PostgresConfiguration(
            host: try required("MINQING_POSTGRES_HOST"), port: port, database: database,
            user: try required("MINQING_POSTGRES_USER"), password: try required("MINQING_POSTGRES_PASSWORD"),
            applicationName: "minqing-operator")
    }

    /// The administrator's way to the broker.
    public func broker(virtualHost: String) throws -> AMQPConfiguration {
        guard let port = Int(try required("MINQING_AMQP_PORT")) else {
            throw OperatorFault.configuration("MINQING_AMQP_PORT is not a number")
        }
        return AMQPConfiguration(
            host: try required("MINQING_AMQP_HOST"), port: port, virtualHost: virtualHost,
            user: try required("MINQING_AMQP_USER"), password: try required("MINQING_AMQP_PASSWORD"),
            connectionName: "minqing-operator")
    }
}
