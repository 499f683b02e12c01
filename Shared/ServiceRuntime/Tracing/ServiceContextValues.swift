public import Kernel
public import Logging
public import Tracing

private enum TraceParentKey: ServiceContextKey {
    typealias Value = TraceParent
    static var nameOverride: String? { "traceparent" }
}

private enum LinkedTraceKey: ServiceContextKey {
    typealias Value = TraceParent
    static var nameOverride: String? { "linked-traceparent" }
}

private enum RequestIDKey: ServiceContextKey {
    typealias Value = String
    static var nameOverride: String? { "request-id" }
}

extension ServiceContext {
    /// Where the current task stands in its trace.
    public var traceParent: TraceParent? {
        get { self[TraceParentKey.self] }
        set { self[TraceParentKey.self] = newValue }
    }

    /// The trace that an anonymous caller claims to come from; only logged, never carried on.
    public var linkedTrace: TraceParent? {
        get { self[LinkedTraceKey.self] }
        set { self[LinkedTraceKey.self] = newValue }
    }

    /// The HTTP request that the current task answers.
    public var requestID: String? {
        get { self[RequestIDKey.self] }
        set { self[RequestIDKey.self] = newValue }
    }

    /// The `traceparent` that an outgoing message carries: the position of the current task in its trace.
    public static var currentTraceParent: TraceParent? { ServiceContext.current?.traceParent }
}

/// Runs a piece of work that began with a message or a timer within its trace, so that its logs carry it.
///
/// A malformed or absent `traceparent` starts a new trace.
public func withTrace<Result>(
    from header: String?, random: some RandomSource = SystemRandomSource(),
    _ body: () async throws -> Result
) async rethrows -> Result {
    var context = ServiceContext.current ?? .topLevel
    context.traceParent = header.flatMap { TraceParent($0) }?.child(random: random) ?? .start(random: random)
    return try await ServiceContext.withValue(context, operation: body)
}

extension Logger.MetadataProvider {
    /// Puts the current task's trace, span and request on each record.
    public static let trace = Logger.MetadataProvider {
        guard let context = ServiceContext.current else { return [:] }
        var metadata: Logger.Metadata = [:]
        if let parent = context.traceParent {
            metadata[LogKeys.traceID] = .string(parent.traceID)
            metadata[LogKeys.spanID] = .string(parent.spanID)
        }
        if let linked = context.linkedTrace { metadata[LogKeys.linkedTraceID] = .string(linked.traceID) }
        if let request = context.requestID { metadata[LogKeys.requestID] = .string(request) }
        return metadata
    }
}
