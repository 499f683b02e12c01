import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import ServiceRuntime
import Wire

/// Believes every token of the form `role@area@actor`.
struct TestAuthenticator: Authenticator {
    func principal(for token: String) async throws -> Principal {
        let parts = token.split(separator: "@").map(String.init)
        guard parts.count == 3, let role = Role(rawValue: parts[0]), let area = AreaCode(parts[1]),
            let actor = ActorID(parts[2])
        else { throw Problem.unauthenticated }
        return Principal(id: actor, roles: [role], area: area)
    }
}

/// Calls a service in its own process.
struct TestCaller: Sendable {
    let api: ServiceAPI

    struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        var type: String? { headers[.contentType] }

        func object() throws -> WireObject { try WireObject(parsing: Array(text.utf8)) }
    }

    func get(
        _ path: String, as role: Role?, area: String = "3304", actor: ActorID = ActorID(high: 7, low: 7)
    ) async throws -> Answer {
        try await send(.get, path, as: role, area: area, actor: actor)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, as role: Role?, area: String = "3304",
        actor: ActorID = ActorID(high: 7, low: 7), type: String? = nil, body: String = "", ifMatch: String? = nil
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let role { headers[.authorization] = "Bearer \(role.rawValue)@\(area)@\(actor)" }
        headers[.contentType] = type
        headers[.ifMatch] = ifMatch
        let head = headers
        return try await api.application(HTTPSettings()).test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: head, body: body.isEmpty ? nil : ByteBuffer(string: body))
            return Answer(
                status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }
}
