import HTTPTypes
public import Hummingbird
import Kernel
import Logging
import Tracing

/// Answers every request of a service: finds the route, checks the caller, reads the request against the route's
/// declaration, calls the handler and turns whatever goes wrong into a problem.
public struct ServiceResponder: HTTPResponder {
    /// What Hummingbird knows of a connection.
    public typealias Context = ServiceRequestContext

    let table: RouteTable
    let authenticator: any Authenticator
    let clock: ServiceClock
    let identifiers: ServiceIdentifiers
    let meters: ServerMetrics
    var admission = Admission()
    let logger: Logger

    /// Answers one request; never throws.
    public func respond(to request: Request, context: ServiceRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        meters.requestBegan()
        let requestID = identifiers.next(RequestTag.self).description
        var values = ServiceContext.current ?? .topLevel
        values.traceParent = .start(random: SystemRandomSource())
        values.requestID = requestID

        let match = table.match(request.method, path: Self.path(of: request.head))
        let caller = await ServiceContext.withValue(values) { await authenticate(request.head, for: match) }
        let trace = values.joinTrace(of: request.head, isBelieved: caller.isAuthenticated)
        var incoming = IncomingRequest(
            request: request, requestID: requestID, trace: trace,
            lease: admission.lease(isAnonymous: !caller.isAuthenticated))
        var response = await ServiceContext.withValue(values) {
            await answer(&incoming, match, caller)
        }
        incoming.release()
        if request.method == .head { response = response.createHeadResponse() }
        finish(&response, incoming)
        let route: String? =
            switch match {
            case .found(let route, _): route.template.text
            case .methodNotAllowed(let route, _): route
            case .notFound: nil
            }
        meters.requestEnded(
            method: request.method, route: route, status: response.status, duration: ContinuousClock.now - start)
        return response
    }

    /// Who calls, or why the request is not answered; found out before anything that the caller sent is believed.
    private enum Caller {
        case known(Principal)
        case anonymous
        case refused(any Error)

        var isAuthenticated: Bool { if case .known = self { true } else { false } }
    }

    private func authenticate(_ head: HTTPRequest, for match: RouteTable.Match) async -> Caller {
        guard case .found(let route, _) = match else { return .anonymous }
        do {
            return try await principal(for: head, route.endpoint.access).map { .known($0) } ?? .anonymous
        } catch {
            return .refused(error)
        }
    }

    private func answer(_ incoming: inout IncomingRequest, _ match: RouteTable.Match, _ caller: Caller) async
        -> Response
    {
        do {
            switch (match, caller) {
            case (_, .refused(let error)): throw error
            case (.notFound, _): throw Problem.notFound
            case (.methodNotAllowed(_, let allowed), _): throw Problem.methodNotAllowed(allowed)
            case (.found(let route, let pathParameters), .known(let principal)):
                return try await answer(&incoming, route, pathParameters, principal)
            case (.found(let route, let pathParameters), .anonymous):
                return try await answer(&incoming, route, pathParameters, nil)
            }
        } catch {
            return problem(for: error, incoming).response(requestID: incoming.requestID)
        }
    }

    private func answer(
        _ incoming: inout IncomingRequest, _ route: Route, _ pathParameters: [String: String], _ caller: Principal?
    ) async throws -> Response {
        let input = try await incoming.input(
            route, caller: caller, pathParameters: pathParameters, now: clock.now(), logger: logger)
        return try await route.endpoint.handler(input)
    }

    private func principal(for head: HTTPRequest, _ access: Access) async throws -> Principal? {
        guard case .roles(let roles) = access else { return nil }
        guard let token = BearerToken.token(of: head) else { throw Problem.unauthenticated }
        let principal = try await authenticator.principal(for: token)
        guard !principal.roles.isDisjoint(with: roles) else { throw Problem.forbidden }
        return principal
    }

    private func problem(for error: any Error, _ incoming: IncomingRequest) -> Problem {
        if error is NoRoomForBody { meters.refused("bodies") }
        if let problem = Problem(describing: error) { return problem }
        if error is CancellationError { return .unavailable(retryAfterSeconds: 1) }
        logger.error(
            "request failed",
            metadata: [
                LogKeys.requestID: .string(incoming.requestID),
                LogKeys.traceID: .string(incoming.trace.traceID),
                LogKeys.method: .string(incoming.request.method.rawValue),
                LogKeys.error: .string(ErrorText.loggable(error)),
            ])
        return .internalError
    }

    private func finish(_ response: inout Response, _ incoming: IncomingRequest) {
        response.headers[.requestID] = incoming.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if incoming.leavesLongBody { response.headers[.connection] = "close" }
    }

    private static func path(of head: HTTPRequest) -> Substring {
        (head.path ?? "").prefix { $0 != "?" && $0 != "#" }
    }
}

/// Tags the identifier of an HTTP request.
enum RequestTag {}

extension ServiceContext {
    /// Takes the caller's trace over where the caller is believed; otherwise the own trace stays, linked to the other.
    ///
    /// Why: what a request leads to carries its trace through the whole city, and a stranger could put other people's
    /// requests under one trace. Source: W3C Trace Context, 3.3 and 6.2 (a receiver may restart a trace it does not trust).
    ///
    /// - Returns: where the request stands.
    fileprivate mutating func joinTrace(of head: HTTPRequest, isBelieved: Bool) -> TraceParent {
        let random = SystemRandomSource()
        let own = traceParent ?? .start(random: random)
        let values = head.headerFields[values: .traceParent]
        guard values.count == 1, let claimed = TraceParent(values[0]) else { return own }
        guard isBelieved else {
            linkedTrace = claimed
            return own
        }
        let child = claimed.child(random: random)
        traceParent = child
        return child
    }
}
