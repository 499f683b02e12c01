import Metrics
import Synchronization

/// What can be known of a consumer from any thread, and its counters.
final class ConsumerStatus: Sendable {
    private let ready = Atomic(false)
    /// Sources that were asked for and that the event loop does not know yet.
    private let announced = Atomic(0)
    private let error = Mutex<AMQPError?>(nil)
    private let failures = Counter(label: "messaging.client.connection.failures", dimensions: [("role", "consumer")])

    var isReady: Bool {
        get { announced.load(ordering: .acquiring) == 0 && ready.load(ordering: .acquiring) }
        set {
            ready.store(newValue, ordering: .releasing)
            if newValue { error.withLock { $0 = nil } }
        }
    }

    /// A source was asked for, which is not subscribed.
    func announce() { announced.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    /// From now on its subscription counts.
    func added() { announced.wrappingSubtract(1, ordering: .acquiringAndReleasing) }

    var lastError: AMQPError? { error.withLock { $0 } }

    func failed(_ failure: AMQPError) {
        error.withLock { $0 = failure }
        failures.increment()
    }
}
