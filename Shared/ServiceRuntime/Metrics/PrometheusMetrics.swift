public import CoreMetrics
import Synchronization

/// Keeps what the services count and measure, and shows it as Prometheus text.
///
/// Rule: names follow OpenTelemetry (`http.server.request.duration`); the text replaces the dots by underscores, adds
/// `_total` to counters and `_seconds` to timers. Rule: labels hold few values, so never an identifier: each family keeps
/// at most ``seriesLimit`` series and counts what it had to refuse.
public final class PrometheusMetrics: MetricsFactory {
    /// The most series that one family keeps.
    public static let seriesLimit = 2_000

    private let families = Mutex<[String: Family]>([:])
    private let refused = CounterSeries()

    /// Makes an empty registry.
    public init() {}

    /// Finds or makes a counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions) { CounterSeries() }
    }

    /// Finds or makes a counter of fractions.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.counter, label, dimensions) { CounterSeries() }
    }

    /// Finds or makes a gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions) { GaugeSeries() }
    }

    /// Finds or makes a histogram of plain numbers, or a gauge if it is not to be summarised.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate {
            series(.histogram, label, dimensions) { HistogramSeries(bounds: HistogramSeries.sizes) }
        } else {
            series(.gauge, label, dimensions) { GaugeSeries() }
        }
    }

    /// Finds or makes a histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.timer, label, dimensions) { HistogramSeries(bounds: HistogramSeries.seconds) }
    }

    /// Does nothing: a counter that disappeared would look like a restart.
    public func destroyCounter(_ handler: any CounterHandler) {}

    /// Forgets a gauge.
    public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }

    /// Does nothing: a counter that disappeared would look like a restart.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    /// Forgets a gauge.
    public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }

    /// Does nothing: a histogram that disappeared would look like a restart.
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything in the text format, families and series in alphabetical order.
    public func exposition() -> String {
        let families = families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# TYPE \(name) \(family.kind.word)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name: name, labels: labels, to: &text)
            }
        }
        text += "# TYPE minqing_metrics_refused_total counter\n"
        refused.write(name: "minqing_metrics_refused_total", labels: "", to: &text)
        return text
    }

    private func series<Kept: Series>(
        _ kind: Kind, _ label: String, _ dimensions: [(String, String)], _ make: () -> Kept
    ) -> Kept {
        let name = kind.name(of: label)
        let labels = PrometheusText.labels(dimensions)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind, series: [:])
            if let kept = family.series[labels] as? Kept { return kept }
            let series = make()
            guard family.kind == kind, family.series.count < Self.seriesLimit else {
                refused.increment(by: Int64(1))
                return series
            }
            family.series[labels] = series
            families[name] = family
            return series
        }
    }

    private func forget(_ handler: AnyObject) {
        families.withLock { families in
            for (name, family) in families {
                families[name]?.series = family.series.filter { $0.value !== handler }
            }
        }
    }

    private struct Family {
        let kind: Kind
        var series: [String: any Series]
    }

    private enum Kind {
        case counter, gauge, histogram, timer

        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram, .timer: "histogram"
            }
        }

        func name(of label: String) -> String {
            let name = PrometheusText.name(label)
            return switch self {
            case .counter: name.hasSuffix("_total") ? name : name + "_total"
            case .timer: name.hasSuffix("_seconds") ? name : name + "_seconds"
            case .gauge, .histogram: name
            }
        }
    }
}
