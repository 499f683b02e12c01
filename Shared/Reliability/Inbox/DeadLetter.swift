public import Kernel
import Messaging
public import Wire
import Postgres

/// Which way a dead letter was going.
public enum DeadLetterDirection: String, Sendable, Hashable {
    /// It came and could not be applied.
    case `in`
    /// It could not be sent.
    case out
}

/// A message about to be put with the dead letters.
struct DeadLetterDraft: Sendable {
    let direction: DeadLetterDirection
    let messageID: String?
    let aggregate: Identifier<AggregateTag>?
    let aggregateVersion: Int64?
    /// Names what is wrong and carries no value of the message.
    let reason: String
    let attempts: Int
    let routingKey: String
    let properties: MessageProperties
    let body: [UInt8]
}

/// The statement that keeps a dead letter; the same message is kept once while it is open.
enum DeadLetterStatements {
    static func insert(_ draft: DeadLetterDraft) -> SQL {
        """
        INSERT INTO dead_letters (direction, message_id, aggregate_id, aggregate_version, reason, attempts,
                                  routing_key, properties, body)
        VALUES (\(draft.direction.rawValue), \(draft.messageID), \(draft.aggregate), \(draft.aggregateVersion),
                \(draft.reason), \(Int32(draft.attempts)), \(draft.routingKey),
                \(JSONBytes(draft.properties.storedJSON)), \(draft.body))
        ON CONFLICT DO NOTHING
        """
    }
}

/// A dead letter as the operator sees it.
public struct DeadLetter: Sendable {
    public let id: Int64
    public let direction: DeadLetterDirection
    public let messageID: String?
    public let type: String?
    public let aggregate: Identifier<AggregateTag>?
    public let aggregateVersion: Int64?
    public let reason: String
    public let attempts: Int
    public let deadAt: Timestamp
    public let routingKey: String
    public let body: [UInt8]
}
