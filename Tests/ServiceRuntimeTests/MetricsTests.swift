import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ServiceRuntime

@Suite("What is counted, as Prometheus text")
struct MetricsTests {
    @Test("counters, gauges, timers and recorders are written in the text format")
    func exposition() throws {
        let metrics = PrometheusMetrics()
        metrics.makeCounter(label: "outbox.published", dimensions: [("type", "a\"b\\c\nd")]).increment(by: 3)
        metrics.makeCounter(label: "outbox.published", dimensions: [("type", "a\"b\\c\nd")]).increment(by: 2)
        metrics.makeFloatingPointCounter(label: "cpu.seconds", dimensions: []).increment(by: 0.25)
        metrics.makeMeter(label: "pool.size", dimensions: []).set(Int64(-4))
        metrics.makeTimer(label: "relay.duration", dimensions: []).recordNanoseconds(3_000_000)
        metrics.makeTimer(label: "relay.duration", dimensions: []).recordNanoseconds(20_000_000_000)
        metrics.makeRecorder(label: "batch.size", dimensions: [], aggregate: true).record(Int64(100))
        metrics.makeRecorder(label: "level", dimensions: [], aggregate: false).record(Double(2.5))
        let text = metrics.exposition()
        #expect(
            text.contains("# TYPE outbox_published_total counter\noutbox_published_total{type=\"a\\\"b\\\\c\\nd\"} 5\n")
        )
        #expect(text.contains("cpu_seconds_total 0.25\n"))
        #expect(text.contains("# TYPE pool_size gauge\npool_size -4\n"))
        #expect(text.contains("# TYPE relay_duration_seconds histogram\n"))
        #expect(text.contains("relay_duration_seconds_bucket{le=\"0.0025\"} 0\n"))
        #expect(text.contains("relay_duration_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("relay_duration_seconds_bucket{le=\"10\"} 1\n"))
        #expect(text.contains("relay_duration_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("relay_duration_seconds_sum 20.003\nrelay_duration_seconds_count 2\n"))
        #expect(text.contains("batch_size_bucket{le=\"50\"} 0\nbatch_size_bucket{le=\"100\"} 1\n"))
        #expect(text.contains("# TYPE level gauge\nlevel 2.5\n"))
        try PrometheusSample.check(text)
    }

    @Test("names that Prometheus does not take are made ones that it does")
    func names() throws {
        let metrics = PrometheusMetrics()
        metrics.makeCounter(label: "9 lives-of/猫", dimensions: [("some.key", "v"), ("1st", "w")]).increment(by: 1)
        let text = metrics.exposition()
        #expect(text.contains("_9_lives_of___total{_1st=\"w\",some_key=\"v\"} 1\n"))
        try PrometheusSample.check(text)
    }

    @Test("a family keeps a bounded number of series and counts what it refused")
    func bounded() throws {
        let metrics = PrometheusMetrics()
        for index in 0..<(PrometheusMetrics.seriesLimit + 10) {
            metrics.makeCounter(label: "requests", dimensions: [("id", "\(index)")]).increment(by: 1)
        }
        let text = metrics.exposition()
        #expect(text.contains("minqing_metrics_refused_total 10\n"))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("requests_total{") }.count
                == PrometheusMetrics.seriesLimit)
    }

    @Test("one name can't be two kinds")
    func kinds() throws {
        let metrics = PrometheusMetrics()
        metrics.makeMeter(label: "depth", dimensions: []).set(Int64(1))
        metrics.makeRecorder(label: "depth", dimensions: [], aggregate: true).record(Int64(1))
        let text = metrics.exposition()
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("# TYPE depth ") }.count == 1)
        try PrometheusSample.check(text)
    }

    @Test("many tasks counting at once lose nothing")
    func concurrent() async throws {
        let metrics = PrometheusMetrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    for _ in 0..<500 {
                        metrics.makeCounter(label: "hits", dimensions: []).increment(by: 1)
                        metrics.makeTimer(label: "took", dimensions: []).recordNanoseconds(1_000_000)
                    }
                }
            }
        }
        #expect(metrics.exposition().contains("hits_total 10000\n"))
        #expect(metrics.exposition().contains("took_seconds_count 10000\n"))
    }

    @Test("requests are measured by method, route and status, under OpenTelemetry's name, never by path")
    func server() async throws {
        let service = SampleService()
        let text = try await service.api().application(HTTPSettings()).test(.router) { client in
            for code in ["a", "b", "c"] { try await client.execute(uri: "/v1/tracking/\(code)", method: .get) }
            try await client.execute(uri: "/v1/secret-path", method: .get)
            try await client.execute(uri: "/v1/secret-path", method: HTTPRequest.Method("BREW") ?? .get)
            let response = try await client.execute(uri: "/metrics", method: .get)
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            return String(buffer: response.body)
        }
        let labels = #"http_request_method="GET",http_response_status_code="200",http_route="/v1/tracking/{code}""#
        #expect(text.contains("http_server_request_duration_seconds_count{\(labels)} 3\n"))
        #expect(text.contains(#"http_request_method="GET",http_response_status_code="404",http_route="none""#))
        #expect(text.contains(#"http_request_method="_OTHER""#))
        #expect(!text.contains("secret-path"))
        #expect(text.contains("http_server_active_requests 1\n"))
        try PrometheusSample.check(text)
    }
}

/// Reads Prometheus text as a scraper does.
enum PrometheusSample {
    struct NotText: Error { let line: String }

    static func check(_ text: String) throws {
        let sample = try Regex(
            #"^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)*\})? (NaN|[+-]Inf|[-+0-9.e]+)$"#
        )
        let type = try Regex(#"^# TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram)$"#)
        guard text.hasSuffix("\n") else { throw NotText(line: "the end") }
        var seen: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) {
            let isType = line.wholeMatch(of: type) != nil
            guard isType || line.wholeMatch(of: sample) != nil else { throw NotText(line: line) }
            let key =
                isType
                ? line.split(separator: " ")[2].description
                : String(line[..<(line.lastIndex(of: " ") ?? line.endIndex)])
            guard seen.insert((isType ? "TYPE " : "") + key).inserted else { throw NotText(line: "twice: \(line)") }
        }
    }
}
