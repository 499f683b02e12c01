import Messaging
import Metrics

/// What kind of fault made a message a dead letter, for the counter that alarms watch.
enum RefusalKind: String, CaseIterable {
    /// The id of an applied message came again with another body: somebody else uses our ids.
    case forged
    /// The properties make no envelope.
    case envelope
    /// A type, or a version of it, that is not known here.
    case type, version
    /// Of a place or a context that this queue does not serve.
    case area, source
    /// The body is not of the form.
    case body
    /// Tried as often as it may be.
    case exhausted

    /// The kind that a reason names; reasons are ours and start with the part of the message that is meant.
    static func of(_ reason: String) -> RefusalKind {
        if reason == InboxGate.reusedID { return .forged }
        if reason == PartitionMachine.fatalReason { return .exhausted }
        let part = reason.prefix { $0 != ":" }
        return switch part {
        case "envelope", "type", "version", "area", "source": RefusalKind(rawValue: String(part)) ?? .body
        default: .body
        }
    }

    /// Counts one more of this kind.
    func count(queue: String) {
        Counter(label: "minqing_inbox_refused_total", dimensions: [("queue", queue), ("kind", rawValue)]).increment()
    }
}
