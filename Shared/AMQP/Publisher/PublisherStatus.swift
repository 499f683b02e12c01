import Metrics
import Synchronization

/// What can be known of a publisher from any thread, and its counters.
final class PublisherStatus: Sendable {
    private let ready = Atomic(false)
    private let blocked = Atomic(false)
    private let error = Mutex<AMQPError?>(nil)
    private let confirmed = Counter(
        label: "messaging.client.published.messages", dimensions: [("outcome", "confirmed")])
    private let rejected = Counter(label: "messaging.client.published.messages", dimensions: [("outcome", "rejected")])
    private let returned = Counter(label: "messaging.client.published.messages", dimensions: [("outcome", "returned")])
    private let refused = Counter(label: "messaging.client.published.messages", dimensions: [("outcome", "refused")])
    private let unknown = Counter(label: "messaging.client.published.messages", dimensions: [("outcome", "unknown")])
    private let failures = Counter(label: "messaging.client.connection.failures", dimensions: [("role", "publisher")])

    var isReady: Bool {
        get { ready.load(ordering: .acquiring) }
        set {
            ready.store(newValue, ordering: .releasing)
            if newValue { error.withLock { $0 = nil } }
        }
    }

    var isBlocked: Bool {
        get { blocked.load(ordering: .acquiring) }
        set { blocked.store(newValue, ordering: .releasing) }
    }

    var lastError: AMQPError? { error.withLock { $0 } }

    func failed(_ failure: AMQPError) {
        error.withLock { $0 = failure }
        failures.increment()
    }

    func count(_ counts: OutcomeCounts) {
        if counts.confirmed > 0 { confirmed.increment(by: counts.confirmed) }
        if counts.rejected > 0 { rejected.increment(by: counts.rejected) }
        if counts.returned > 0 { returned.increment(by: counts.returned) }
        if counts.refused > 0 { refused.increment(by: counts.refused) }
        if counts.unknown > 0 { unknown.increment(by: counts.unknown) }
    }
}
