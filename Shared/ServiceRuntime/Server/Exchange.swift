import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import Wire

/// One request on its way to a handler.
struct Exchange: Sendable {
    let request: Request
    let requestID: String
    let trace: TraceParent

    private var hasReadBody = false

    init(request: Request, requestID: String, trace: TraceParent) {
        self.request = request
        self.requestID = requestID
        self.trace = trace
    }

    /// Reads what the route declares.
    ///
    /// Throws: the problem that the caller sees.
    mutating func input(
        _ endpoint: Endpoint, caller: Principal?, places: [String: String], now: Timestamp, logger: Logger
    ) async throws -> RequestInput<Principal?> {
        let query = (request.head.path ?? "").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let parameters = try QueryValues(query.count == 2 ? String(query[1]) : nil, declared: endpoint.query)
        let bytes = try await body(endpoint.body)
        var json = WireObject(JSONObject())
        if case .json(let schema, _) = endpoint.body {
            json = try WireObject(parsing: bytes)
            try schema.rejectUnknown(in: json)
        }
        return RequestInput(
            caller: caller, requestID: requestID, trace: trace, now: now, bytes: bytes, json: json,
            operation: endpoint.operation, head: request.head, places: places, parameters: parameters,
            baseLogger: logger)
    }

    private mutating func body(_ kind: BodyKind) async throws -> [UInt8] {
        guard hasBody else { return [] }
        if case .none = kind { throw Problem.unexpectedBody }
        guard MediaType.isAccepted(request.head, types: kind.types) else {
            throw Problem.unsupportedMediaType(kind.types)
        }
        // What NIO does not understand it hands on as text; without an encoding of ours the bytes are not what they say.
        guard request.headers[.contentEncoding] == nil else { throw Problem.unsupportedMediaType(kind.types) }
        if let length = declaredLength, length > kind.limit { throw Problem.contentTooLarge(limit: kind.limit) }
        do {
            let buffer = try await request.body.collect(upTo: kind.limit)
            hasReadBody = true
            return Array(buffer: buffer)
        } catch is NIOTooManyBytesError {
            throw Problem.contentTooLarge(limit: kind.limit)
        }
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

extension Problem {
    /// 400: the route takes no body.
    static let unexpectedBody = Problem("unexpected-body", .badRequest, title: "此接口不接受请求内容")
}
