import AMQP
import Messaging

/// Creates the virtual host, one user a service with no right to configure, and the topology.
struct BrokerSetup: Sendable {
    let environment: EnvironmentFile
    let keys: Keys

    /// What each user may do: a service writes to the exchanges and reads its own queues; the analysts' user makes and
    /// reads queues of its own and the audit stream.
    ///
    /// Source: RabbitMQ, Access Control.
    private static func permissions(of user: String) -> (configure: String, write: String, read: String) {
        switch user {
        case "analytics":
            (
                "^(analytics|demo)\\\\.", "^(analytics|demo)\\\\.",
                "^((analytics|demo)\\\\.|audit\\\\.events$|minqing\\\\.events$)"
            )
        case "callcentre": ("^$", "^minqing\\\\.commands$", "^$")
        default: ("^$", "^minqing\\\\.(events|commands|unrouted)$", "^\(user)\\\\.")
        }
    }

    /// The users besides the services.
    static let guests = ["analytics", "callcentre"]

    func run(virtualHost: String, users: [String], partitions: Int) async throws {
        let api = ManagementAPI(environment)
        try await api.put("/api/vhosts/\(virtualHost)", body: "{}")
        let administrator = try environment.required("MINQING_AMQP_USER")
        try await api.put(
            "/api/permissions/\(virtualHost)/\(administrator)", body: #"{"configure":".*","write":".*","read":".*"}"#)
        for user in users {
            try await api.put("/api/users/\(user)", body: #"{"password":"\#(try keys.password(of: user))","tags":""}"#)
            let rights = Self.permissions(of: user)
            try await api.put(
                "/api/permissions/\(virtualHost)/\(user)",
                body: #"{"configure":"\#(rights.configure)","write":"\#(rights.write)","read":"\#(rights.read)"}"#)
        }
        try await AMQPConnection.withConnection(try environment.broker(virtualHost: virtualHost), logger: .forOperator)
        {
            connection in
            try await connection.declare(CityTopology.topology(partitions: partitions))
        }
    }
}
