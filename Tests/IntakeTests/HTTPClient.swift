import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IntakeDomain
import Kernel
import NIOCore
import ServiceRuntime
import Testing
import Wire

/// An answer as a test looks at it.
struct Reply {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// The body as an object.
    var json: WireObject {
        get throws { try WireObject(parsing: Array(text.utf8)) }
    }

    /// The last part of a problem's type.
    var problem: String? {
        get throws { try json.optionalString("type").map { String($0.split(separator: ":").last ?? "") } }
    }
}

/// Calls Intake over HTTP, without a socket.
struct IntakeClient {
    let client: any TestClientProtocol

    static let callTaker = "call-taker@3304@1"
    static let manager = "manager@3304@2"
    static let verifier = "verifier@3304@3"

    /// Sends a request.
    ///
    /// - Parameter token: as ``TestAuthenticator`` reads them; nil for a caller without one.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as token: String? = callTaker,
        headers extra: [String: String] = [:]
    ) async throws -> Reply {
        var headers: HTTPFields = [:]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/json" }
        for (name, value) in extra { headers[try #require(HTTPField.Name(name))] = value }
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { Reply(status: $0.status.code, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    /// Registers a request as a call-taker does, and gives back its receipt.
    func register(_ body: String = Form.located, as token: String = callTaker) async throws -> WireObject {
        let reply = try await send(.post, "/v1/requests", body, as: token)
        #expect(reply.status == 201, "\(reply.text)")
        return try reply.json
    }
}

extension IntakeHarness {
    /// Lends an Intake with its HTTP face.
    static func serving(_ body: @escaping @Sendable (IntakeHarness, IntakeClient) async throws -> Void) async throws {
        try await with { intake in
            try await Application(responder: try intake.api().responder, logger: intake.logger).test(.router) {
                client in
                try await body(intake, IntakeClient(client: client))
            }
        }
    }
}

/// Bodies of registrations.
enum Form {
    /// Sure of category and place: accepted at once.
    static let located = """
        {"channel":"phone","text":"门口的路灯坏了三天","requester":{"name":"王小明","phone":"138 1234 5678",\
        "address":"中山路10号3幢502室"},"location":{"latitude":30.725,"longitude":120.725,"crs":"wgs84"}}
        """

    /// Without any place: it waits for a call-taker.
    static let placeless = """
        {"channel":"phone","text":"门口的路灯坏了三天","requester":{"name":"王小明","phone":"13812345678"}}
        """

    /// A registration whose members are given as JSON, on top of a channel that needs no phone.
    static func with(_ members: String, channel: String = "patrol") -> String {
        "{\"channel\":\"\(channel)\",\(members)}"
    }

    /// A registration by phone with a requester.
    static func requester(_ members: String) -> String {
        "{\"channel\":\"patrol\",\"text\":\"路灯\",\"requester\":{\(members)}}"
    }
}

extension WireObject {
    /// One text of each element of a list.
    func column(_ list: String, _ key: String) throws -> [String] {
        try array(list, max: 1_000) { element throws(WireError) in try element.string(key) }
    }
}
