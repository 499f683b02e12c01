public import HTTPTypes
import Hummingbird
import HummingbirdTesting
public import Kernel
import NIOCore
public import ServiceRuntime
public import Wire

/// Calls a service in its own process, without a socket; the service believes ``TestAuthenticator``'s tokens.
public struct TestCaller: Sendable {
    private let api: ServiceAPI

    /// Who calls where a test does not say.
    public static let someone = ActorID(high: 7, low: 7)

    /// Makes the caller of one service.
    public init(api: ServiceAPI) {
        self.api = api
    }

    /// What the service answered.
    public struct Answer: Sendable {
        /// Its status.
        public let status: HTTPResponse.Status
        /// Its headers.
        public let headers: HTTPFields
        /// Its body.
        public let text: String

        /// Its media type.
        public var type: String? { headers[.contentType] }

        /// Its body as an object.
        public func object() throws -> WireObject { try WireObject(parsing: Array(text.utf8)) }

        /// The last part of the problem's type; nil where it is none.
        public var problem: String? {
            (try? object().string("type")).flatMap { $0.split(separator: ":").last.map(String.init) }
        }
    }

    /// Reads something.
    ///
    /// - Parameter role: nil for a call without a token.
    public func get(
        _ path: String, as role: Role?, area: String = "3304", actor: ActorID = someone
    ) async throws -> Answer {
        try await send(.get, path, as: role, area: area, actor: actor)
    }

    /// Asks for something to be done.
    public func post(
        _ path: String, _ body: String = "", as role: Role?, area: String = "3304", actor: ActorID = someone,
        type: String = "application/json"
    ) async throws -> Answer {
        try await send(.post, path, as: role, area: area, actor: actor, type: body.isEmpty ? nil : type, body: body)
    }

    /// Sends a request.
    public func send(
        _ method: HTTPRequest.Method, _ path: String, as role: Role?, area: String = "3304", actor: ActorID = someone,
        type: String? = nil, body: String = "", ifMatch: String? = nil
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let role { headers[.authorization] = "Bearer \(role.rawValue)@\(area)@\(actor)" }
        headers[.contentType] = type
        headers[.ifMatch] = ifMatch
        let head = headers
        return try await api.application(HTTPSettings()).test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: head, body: body.isEmpty ? nil : ByteBuffer(string: body))
            return Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }
}
