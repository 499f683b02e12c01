import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// The routes that every service has.
enum SystemEndpoints {
    /// Where the routes begin that a platform asks; they are answered when the server is full, too.
    static let healthPrefix = "/health/"

    /// Whether the process runs and is ready.
    static func health(_ readiness: Readiness) -> [Endpoint] {
        [
            .open(
                .get, "/health/live", operation: "live", summary: "存活检查。Reports whether the process is alive.",
                reason: "asked by the platform", responses: [.init(.ok, "The process is alive.", status)]
            ) { _ in .json { $0.field("status", "live") } },
            .open(
                .get, "/health/ready", operation: "ready",
                summary: "就绪检查。Reports whether the service can take requests.",
                reason: "asked by the platform",
                responses: [
                    .init(.ok, "The service can take requests.", readinessSchema),
                    .init(.serviceUnavailable, "A check failed, or the service is shutting down.", readinessSchema),
                ]
            ) { _ in await ready(readiness) },
        ]
    }

    /// Metrics and the document: for those who look after the service.
    static func administration(metrics: PrometheusMetrics, document: OpenAPIBytes) -> [Endpoint] {
        [
            .open(
                .get, "/metrics", operation: "metrics",
                summary: "指标。Returns the metrics of the service in Prometheus text format.",
                reason: "read by the collector; holds no identifiers",
                responses: [.init(.ok, "Metrics in Prometheus text format.")]
            ) { _ in
                Response(
                    status: .ok, headers: [.contentType: PrometheusText.contentType],
                    body: .init(byteBuffer: ByteBuffer(string: metrics.exposition())))
            },
            .open(
                .get, "/openapi.json", operation: "openapi", summary: "接口文档。Returns this document.",
                reason: "holds no data", responses: [.init(.ok, "OpenAPI document of the service.", .anyObject)]
            ) { _ in .json(bytes: document.bytes) },
        ]
    }

    private static let status = Schema.object([.init("status", .string(), "The outcome.")])

    private static let readinessSchema = Schema.object([
        .init("status", .choice(["ready", "unavailable", "draining"]), "The outcome."),
        .init("failed", .array(of: .string()), "The checks that failed."),
    ])

    private static func ready(_ readiness: Readiness) async -> Response {
        let failed = readiness.isDraining ? [] : await readiness.failures()
        let status = readiness.isDraining ? "draining" : failed.isEmpty ? "ready" : "unavailable"
        return .json(status == "ready" ? .ok : .serviceUnavailable) { w in
            w.field("status", status)
            w.field("failed", failed)
        }
    }
}
