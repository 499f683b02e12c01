import Metrics
import Synchronization

/// What can be known of a consumer from any thread, and its counters.
final class ConsumerStatus: Sendable {
    private let ready = Atomic(false)
    private let error = Mutex<AMQPError?>(nil)
    private let failures = Counter(label: "messaging.client.connection.failures", dimensions: [("role", "consumer")])

    var isReady: Bool {
        get { ready.load(ordering: .acquiring) }
        set {
            ready.store(newValue, ordering: .releasing)
            if newValue { error.withLock { $0 = nil } }
        }
    }

    var lastError: AMQPError? { error.withLock { $0 } }

    func failed(_ failure: AMQPError) {
        error.withLock { $0 = failure }
        failures.increment()
    }
}
