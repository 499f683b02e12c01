import Kernel
import Messaging
import Reliability
import Wire

/// How an event behaves where it is taken, until the fault is mended.
enum Nature: Equatable {
    case harmless
    /// Its handling fails that often.
    case fails(Int)
    /// Its handling always fails.
    case poison
    /// It ends the process that handles it.
    case killer
    /// It cannot be read.
    case unreadable
    /// The broker refuses it: it never leaves.
    case unsendable
}

/// What an event says, as the first byte of its body.
enum Meaning: UInt8 {
    case registered, accepted, noted, withdrawn, recorded
}

/// One event of a history, made when its outbox row is written.
final class Event {
    /// Its number among all events of the history.
    let number: Int
    let context: Context
    let envelope: Envelope
    let properties: MessageProperties
    let body: [UInt8]
    let nature: Nature

    init(number: Int, context: Context, envelope: Envelope, body: [UInt8], nature: Nature) {
        self.number = number
        self.context = context
        self.envelope = envelope
        properties = envelope.properties
        self.body = body
        self.nature = nature
    }

    var id: Identifier<MessageTag> { envelope.id }
    var position: InboxEntry.Position {
        InboxEntry.Position(aggregate: envelope.aggregate, version: envelope.aggregateVersion)
    }
    var meaning: Meaning { body.first.flatMap { Meaning(rawValue: $0) } ?? .recorded }
}

/// An event that a decision came to, before it has a row.
struct Draft {
    let aggregate: Identifier<AggregateTag>
    let version: Int64
    let body: [UInt8]
}
