import Messaging
import Metrics

extension Refusal.Kind {
    /// Counts one more refusal of this kind.
    func count(queue: String) {
        Counter(label: "minqing_inbox_refused_total", dimensions: [("queue", queue), ("kind", rawValue)]).increment()
    }
}
