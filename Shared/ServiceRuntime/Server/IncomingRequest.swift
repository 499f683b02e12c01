import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Wire

/// One request on its way to a handler.
struct IncomingRequest: Sendable {
    let request: Request
    let requestID: String
    let trace: TraceParent

    private var hasReadBody = false
    private var lease: Admission.Lease

    init(request: Request, requestID: String, trace: TraceParent, lease: Admission.Lease) {
        self.request = request
        self.requestID = requestID
        self.trace = trace
        self.lease = lease
    }

    /// Reads what the route declares.
    ///
    /// Throws: the problem that the caller sees.
    mutating func input(
        _ route: Route, caller: Principal?, pathParameters: [String: String], now: Timestamp, logger: Logger
    ) async throws -> RequestInput<Principal?> {
        let endpoint = route.endpoint
        let query = (request.head.path ?? "").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parameters = try QueryValues(query.count == 2 ? String(query[1]) : nil, declared: endpoint.query)
        let bytes = try await body(endpoint.body, limit: route.bodyLimit)
        var json = WireObject(JSONObject())
        if case .json(let schema, _) = endpoint.body {
            json = try WireObject(parsing: bytes)
            try json.rejectUnknown(schema)
        }
        return RequestInput(
            caller: caller, requestID: requestID, trace: trace, now: now, bytes: bytes, json: json,
            operation: endpoint.operation, head: request.head, pathParameters: pathParameters, parameters: parameters,
            baseLogger: logger)
    }

    /// Gives back the room that the body took; the request was answered.
    mutating func release() { lease.release() }

    private mutating func body(_ kind: BodyKind, limit: Int) async throws -> [UInt8] {
        guard hasBody else { return [] }
        if case .none = kind { throw Problem.unexpectedBody }
        guard MediaType.isAccepted(request.head, types: kind.types) else {
            throw Problem.unsupportedMediaType(kind.types)
        }
        // What NIO does not understand it hands on as text; without an encoding of ours the bytes are not what they say.
        guard request.headers[.contentEncoding] == nil else { throw Problem.unsupportedMediaType(kind.types) }
        if let length = declaredLength {
            guard length <= limit else { throw Problem.contentTooLarge(limit: limit) }
            guard lease.hasRoom(for: length) else { throw NoRoomForBody() }
        }
        var bytes: [UInt8] = []
        // Room is taken for what has arrived, not for what is announced: an announcement costs its sender nothing.
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= limit else { throw Problem.contentTooLarge(limit: limit) }
            guard lease.take(part.readableBytes) else { throw NoRoomForBody() }
            bytes.append(contentsOf: part.readableBytesView)
        }
        hasReadBody = true
        return bytes
    }

    private var declaredLength: Int? { request.headers[.contentLength].flatMap { Int($0) } }

    private var hasBody: Bool {
        if let length = request.headers[.contentLength] { return length != "0" }
        return request.headers[.transferEncoding] != nil
    }

    /// Whether a body of unknown or considerable length was left unread, so that the connection is better closed than
    /// read to its end.
    var leavesLongBody: Bool {
        guard !hasReadBody, hasBody else { return false }
        return (declaredLength ?? .max) > 65_536
    }
}

/// More bytes of bodies are being worked on than the process may hold; the caller is asked to come again.
struct NoRoomForBody: ProblemConvertible {
    var problem: Problem { .unavailable(retryAfterSeconds: 1) }
}

extension Problem {
    /// 400: the route takes no body.
    static let unexpectedBody = Problem("unexpected-body", .badRequest, title: "此接口不接受请求内容")
}
