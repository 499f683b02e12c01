public import HTTPTypes
public import Kernel
public import Logging
public import Wire

/// What a handler is given: who calls, and everything the caller sent, already checked against the route's declaration.
///
/// `Caller` is ``Principal`` on a route that names roles and ``Anonymous`` on an open one.
public struct RequestInput<Caller: Sendable>: Sendable {
    /// Who calls.
    public let caller: Caller

    /// The request's identifier; also in the answer and in the logs.
    public let requestID: String

    /// Where the request stands in its trace; goes into outgoing messages.
    public let trace: TraceParent

    /// The business clock's moment at which the request arrived.
    public let now: Timestamp

    /// The body as it came.
    public let bytes: [UInt8]

    /// The body as a JSON object; empty on a route that takes none.
    public let json: WireObject

    let operation: String
    let head: HTTPRequest
    let pathParameters: [String: String]
    let parameters: QueryValues
    let baseLogger: Logger

    /// A logger whose records carry the request and the trace.
    public var logger: Logger {
        baseLogger.with(LogKeys.requestID, .string(requestID)).with(LogKeys.traceID, .string(trace.traceID))
    }

    /// A header's value; `nil` if it is absent.
    public func header(_ name: HTTPField.Name) -> String? { head.headerFields[name] }

    /// The `Content-Type` of the body without its parameters, in lower case; `nil` without a body.
    public var contentType: String? { MediaType.essence(of: head) }

    func map<Other>(_ caller: Other) -> RequestInput<Other> {
        RequestInput<Other>(
            caller: caller, requestID: requestID, trace: trace, now: now, bytes: bytes, json: json,
            operation: operation, head: head, pathParameters: pathParameters, parameters: parameters,
            baseLogger: baseLogger)
    }
}

/// What the handler of a route that names roles is given.
public typealias AuthenticatedRequest = RequestInput<Principal>

extension RequestInput where Caller == Principal {
    /// Who calls.
    public var principal: Principal { caller }
}

extension RequestInput {
    /// The identifier in a path parameter.
    ///
    /// Throws: 404 if the path has no such parameter.
    public func identifier<Tag>(_ name: String, of tag: Tag.Type = Tag.self) throws(Problem) -> Identifier<Tag> {
        guard let text = pathParameters[name], let identifier = Identifier<Tag>(text) else { throw .notFound }
        return identifier
    }

    /// The area's code in a path parameter.
    ///
    /// Throws: 404 if the path has no such parameter.
    public func areaCode(_ name: String) throws(Problem) -> AreaCode {
        guard let text = pathParameters[name], let code = AreaCode(text) else { throw .notFound }
        return code
    }

    /// The text in a path parameter.
    ///
    /// Throws: 404 if the path has no such parameter.
    public func token(_ name: String) throws(Problem) -> String {
        guard let text = pathParameters[name] else { throw .notFound }
        return text
    }
}
