import AMQP
import AsyncHTTPClient
import FoundationEssentials
import Messaging
import NIOCore
import NIOHTTP1

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
        try await put("/api/vhosts/\(virtualHost)", body: "{}")
        let administrator = try environment.required("MINQING_AMQP_USER")
        try await put(
            "/api/permissions/\(virtualHost)/\(administrator)", body: #"{"configure":".*","write":".*","read":".*"}"#)
        for user in users {
            try await put("/api/users/\(user)", body: #"{"password":"\#(try keys.password(of: user))","tags":""}"#)
            let rights = Self.permissions(of: user)
            try await put(
                "/api/permissions/\(virtualHost)/\(user)",
                body: #"{"configure":"\#(rights.configure)","write":"\#(rights.write)","read":"\#(rights.read)"}"#)
        }
        try await AMQPConnection.withConnection(try environment.broker(virtualHost: virtualHost), logger: .forOperator)
        {
            connection in
            try await connection.declare(CityTopology.topology(partitions: partitions))
        }
    }

    private func put(_ path: String, body: String) async throws {
        var request = HTTPClientRequest(url: try environment.required("MINQING_RABBITMQ_API") + path)
        request.method = .PUT
        let login =
            "\(try environment.required("MINQING_AMQP_USER")):\(try environment.required("MINQING_AMQP_PASSWORD"))"
        request.headers.add(name: "Authorization", value: "Basic \(Data(login.utf8).base64EncodedString())")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        guard (200..<300).contains(response.status.code) else {
            throw OperatorFault.unavailable("the broker answered \(response.status.code) to PUT \(path)")
        }
    }
}
