import HTTPTypes
public import Hummingbird
import Kernel
import Logging
import Tracing

/// Answers every request of a service: finds the route, checks the caller, reads the request against the route's
/// declaration, calls the handler and turns whatever goes wrong into a problem.
public struct ServiceResponder: HTTPResponder {
    /// What Hummingbird tells of a connection.
    public typealias Context = ServiceRequestContext

    let table: RouteTable
    let authenticator: any Authenticator
    let clock: ServiceClock
    let identifiers: ServiceIdentifiers
    let meters: ServerMetrics
    let logger: Logger

    /// Answers one request; never throws.
    public func respond(to request: Request, context: ServiceRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        meters.requestBegan()
        let requestID = identifiers.next(RequestTag.self).description
        let trace = Self.trace(of: request.head)
        var values = ServiceContext.current ?? .topLevel
        values.traceParent = trace
        values.requestID = requestID

        let match = table.match(request.method, path: Self.path(of: request.head))
        var exchange = Exchange(request: request, requestID: requestID, trace: trace)
        var response = await ServiceContext.withValue(values) {
            await answer(&exchange, match)
        }
        if request.method == .head { response = response.createHeadResponse() }
        finish(&response, exchange)
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

    private func answer(_ exchange: inout Exchange, _ match: RouteTable.Match) async -> Response {
        do {
            switch match {
            case .notFound: throw Problem.notFound
            case .methodNotAllowed(_, let allowed): throw Problem.methodNotAllowed(allowed)
            case .found(let route, let places):
                let caller = try await principal(for: exchange.request.head, route.endpoint.access)
                let input = try await exchange.input(
                    route.endpoint, caller: caller, places: places, now: clock.now(), logger: logger)
                return try await route.endpoint.handler(input)
            }
        } catch {
            return problem(for: error, exchange).response(requestID: exchange.requestID)
        }
    }

    private func principal(for head: HTTPRequest, _ access: Access) async throws -> Principal? {
        guard case .roles(let roles) = access else { return nil }
        guard let token = BearerToken.token(of: head) else { throw Problem.unauthenticated }
        let principal = try await authenticator.principal(for: token)
        guard !principal.roles.isDisjoint(with: roles) else { throw Problem.forbidden }
        return principal
    }

    private func problem(for error: any Error, _ exchange: Exchange) -> Problem {
        if let problem = Problem(describing: error) { return problem }
        if error is CancellationError { return .unavailable(retryAfterSeconds: 1) }
        logger.error(
            "request failed",
            metadata: [
                LogKeys.requestID: .string(exchange.requestID),
                LogKeys.traceID: .string(exchange.trace.traceID),
                LogKeys.method: .string(exchange.request.method.rawValue),
                LogKeys.error: .string(ErrorText.loggable(error)),
            ])
        return .internalError
    }

    private func finish(_ response: inout Response, _ exchange: Exchange) {
        response.headers[.requestID] = exchange.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if exchange.leavesLongBody { response.headers[.connection] = "close" }
    }

    private static func trace(of head: HTTPRequest) -> TraceParent {
        let values = head.headerFields[values: .traceParent]
        let random = SystemRandomSource()
        guard values.count == 1, let parent = TraceParent(values[0]) else { return .start(random: random) }
        return parent.child(random: random)
    }

    private static func path(of head: HTTPRequest) -> Substring {
        (head.path ?? "").prefix { $0 != "?" && $0 != "#" }
    }
}

/// Tags the identifier of an HTTP request.
enum RequestTag {}
