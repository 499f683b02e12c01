import CoreMetrics
import HTTPTypes
import Synchronization

/// What the HTTP server measures of itself, under OpenTelemetry's names.
///
/// Source: OpenTelemetry semantic conventions, HTTP metrics.
final class ServerMetrics: Sendable {
    private struct Key: Hashable {
        let method: HTTPRequest.Method
        let route: String?
        let status: Int
    }

    private let factory: any MetricsFactory
    private let active: any MeterHandler
    private let timers = Mutex<[Key: any TimerHandler]>([:])

    init(factory: any MetricsFactory) {
        self.factory = factory
        active = factory.makeMeter(label: "http.server.active_requests", dimensions: [])
    }

    func requestBegan() { active.increment(by: 1) }

    func requestEnded(method: HTTPRequest.Method, route: String?, status: HTTPResponse.Status, duration: Duration) {
        active.decrement(by: 1)
        let key = Key(method: Self.known(method), route: route, status: status.code)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = factory.makeTimer(
                label: "http.server.request.duration",
                dimensions: [
                    ("http.request.method", key.method.rawValue), ("http.route", route ?? "none"),
                    ("http.response.status_code", "\(key.status)"),
                ])
            timers[key] = timer
            return timer
        }
        let (seconds, attoseconds) = duration.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// A connection was closed or a body not taken.
    func refused(_ reason: String) {
        factory.makeCounter(label: "http.server.refused", dimensions: [("reason", reason)]).increment(by: 1)
    }

    /// A method that nobody knows would make a series for each name that somebody invents.
    private static func known(_ method: HTTPRequest.Method) -> HTTPRequest.Method {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect: method
        default: HTTPRequest.Method("_OTHER") ?? .options
        }
    }
}
