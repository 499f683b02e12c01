public import Logging

/// The names under which data appears in log records.
///
/// Rule: the message is a constant, data goes here. Rule: identifiers only; never a name, a phone number, an address or
/// the text of a request.
public enum LogKeys {
    /// The identifier of the HTTP request, also in the answer's `x-request-id`.
    public static let requestID = "request_id"
    /// The trace, as in W3C Trace Context.
    public static let traceID = "trace_id"
    /// The span within the trace.
    public static let spanID = "span_id"
    /// The trace that an anonymous caller claimed to come from.
    public static let linkedTraceID = "linked_trace_id"
    /// The service that logs.
    public static let service = "service"
    /// The route as it was declared, with `{id}` and not its value.
    public static let route = "http.route"
    /// The method.
    public static let method = "http.request.method"
    /// The status.
    public static let status = "http.response.status_code"
    /// How long it took, in seconds.
    public static let duration = "duration"
    /// What went wrong: a type or a code, not a sentence.
    public static let error = "error"
    /// The name of a health check.
    public static let check = "check"
    /// The environment variable that is meant.
    public static let variable = "variable"
    /// The message of the broker.
    public static let messageID = "message_id"
    /// The address the server listens on.
    public static let address = "server.address"
    /// The port the server listens on.
    public static let port = "server.port"
}

extension Logger {
    /// The same logger with one more value on each of its records.
    public func with(_ key: String, _ value: Logger.MetadataValue) -> Logger {
        var logger = self
        logger[metadataKey: key] = value
        return logger
    }
}
