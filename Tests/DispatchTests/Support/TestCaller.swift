import DispatchInbound
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
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

/// Calls dispatching over HTTP, in its own process.
struct TestCaller: Sendable {
    let api: ServiceAPI

    init(_ station: Station) throws {
        api = try ServiceAPI(
            ServiceDescription(name: "dispatch", title: "Dispatch", version: "1.0.0", summary: "Work orders."),
            endpoints: DispatchRoutes(
                answering: station.answering, handling: station.handling, reading: station.reading
            ).endpoints, authenticator: TestAuthenticator(), clock: ServiceClock(station.clock),
            logger: Logger(label: "test"))
    }

    struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        func object() throws -> WireObject { try WireObject(parsing: Array(text.utf8)) }

        /// The last part of the problem's type.
        var problem: String? {
            (try? object().string("type")).flatMap { $0.split(separator: ":").last.map(String.init) }
        }
    }

    func get(
        _ path: String, as role: Role?, area: String = "3304", actor: ActorID = ActorID(high: 7, low: 7)
    ) async throws -> Answer {
        try await send(.get, path, as: role, area: area, actor: actor)
    }

    func post(
        _ path: String, _ body: String = "", as role: Role?, area: String = "3304",
        actor: ActorID = ActorID(high: 7, low: 7), type: String = "application/json"
    ) async throws -> Answer {
        try await send(.post, path, as: role, area: area, actor: actor, type: body.isEmpty ? nil : type, body: body)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, as role: Role?, area: String, actor: ActorID,
        type: String? = nil, body: String = ""
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let role { headers[.authorization] = "Bearer \(role.rawValue)@\(area)@\(actor)" }
        headers[.contentType] = type
        let head = headers
        return try await api.application(HTTPSettings()).test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: head, body: body.isEmpty ? nil : ByteBuffer(string: body))
            return Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }
}
