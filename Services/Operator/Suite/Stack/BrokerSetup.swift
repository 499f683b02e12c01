import AMQP
import City
import Messaging

/// Creates the virtual host, one user a service with no right to configure, and the topology.
public struct BrokerSetup: Sendable {
    let environment: EnvironmentFile
    let keys: Keys

    /// The users besides the services.
    public static let guests = ["analytics", "callcentre"]

    private static func rights(of user: String) -> BrokerRights {
        switch user {
        case "analytics": .analytics
        case "callcentre": .callCentre
        default: .service(user)
        }
    }

    func run(virtualHost: String, users: [String], partitions: Int) async throws {
        let api = ManagementAPI(environment)
        try await api.put("/api/vhosts/\(virtualHost)", body: "{}")
        let administrator = try environment.required("MINQING_AMQP_USER")
        try await api.put(
            "/api/permissions/\(virtualHost)/\(administrator)", body: #"{"configure":".*","write":".*","read":".*"}"#)
        for user in users {
            try await api.put("/api/users/\(user)", body: #"{"password":"\#(try keys.password(of: user))","tags":""}"#)
            let rights = Self.rights(of: user)
            try await api.put("/api/permissions/\(virtualHost)/\(user)", body: rights.permissions)
            if let topics = rights.topicPermissions {
                try await api.put("/api/topic-permissions/\(virtualHost)/\(user)", body: topics)
            }
        }
        try await AMQPConnection.withConnection(try environment.broker(virtualHost: virtualHost), logger: .forOperator)
        {
            connection in
            try await connection.declare(CityTopology.topology(partitions: partitions))
        }
    }
}
