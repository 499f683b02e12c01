public import Kernel
import Messaging
import Postgres
public import Wire

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
    let body: StoredBody
}

/// A body as it lies in a row.
struct StoredBody: Sendable {
    let bytes: [UInt8]
    let isSealed: Bool
}

/// The statement that keeps a dead letter; the same message is kept once while it is open.
enum DeadLetterStatements {
    static func insert(_ draft: DeadLetterDraft) -> Statement {
        Statement(
            """
            INSERT INTO dead_letters (direction, message_id, aggregate_id, aggregate_version, reason, attempts,
                                      routing_key, properties, body, sealed)
            VALUES (\(draft.direction.rawValue), \(draft.messageID?.storable), \(draft.aggregate), \(draft.aggregateVersion),
                    \(draft.reason.storable), \(Int32(draft.attempts)), \(draft.routingKey.storable),
                    \(JSONBytes(draft.properties.storedJSON)), \(draft.body.bytes), \(draft.body.isSealed))
            ON CONFLICT DO NOTHING
            """, rows: .atMost(1))
    }
}

extension DeadLetterStatements {
    /// A waiting message becomes a dead letter as it lies; nothing where the claim has ended.
    ///
    /// Index: inbox_waiting's primary key.
    static func giveUp(_ message: Identifier<MessageTag>, claim: Timestamp, reason: String) -> Statement {
        Statement(
            """
            WITH waiting AS (
                DELETE FROM inbox_waiting WHERE message_id = \(message) AND due_at = \(claim) RETURNING *
            )
            INSERT INTO dead_letters (direction, message_id, aggregate_id, aggregate_version, reason, attempts,
                                      routing_key, properties, body, sealed)
            SELECT \(DeadLetterDirection.in.rawValue), message_id::text, aggregate_id, aggregate_version, \(reason),
                   attempts + 1, routing_key, properties, body, sealed
            FROM waiting ON CONFLICT DO NOTHING
            """, rows: .atMost(1))
    }

    /// What is applied after all is no dead letter: another process gave it up while this one had it in hand.
    ///
    /// Index: dead_letters_once.
    static func close(_ entries: [InboxEntry]) -> Statement {
        Statement(
            """
            UPDATE dead_letters SET replayed_at = clock_timestamp()
            WHERE direction = 'in' AND message_id = ANY(\(entries.map(\.messageID.description))) AND replayed_at IS NULL
            """, rows: .atMost(entries.count))
    }
}

/// A dead letter as the operator sees it.
public struct DeadLetter: Sendable {
    /// Its number, growing.
    public let id: Int64
    /// Whether it was on its way in or out.
    public let direction: DeadLetterDirection
    /// The id that it came with, even an unreadable one.
    public let messageID: String?
    /// The name of the message, if it had one.
    public let type: String?
    /// The aggregate whose event it is, if that could be read.
    public let aggregate: Identifier<AggregateTag>?
    /// The event's number in the aggregate's life, if that could be read.
    public let aggregateVersion: Int64?
    /// Why it was given up, without a value of the message.
    public let reason: String
    /// How often it was tried.
    public let attempts: Int
    /// When it was given up.
    public let deadAt: Timestamp
    /// The routing key that it came with.
    public let routingKey: String
    /// Its body as it was sent; nil where it may hold personal data and is sealed.
    public let body: [UInt8]?
    /// How long the kept body is.
    ///
    /// Units: bytes.
    public let storedLength: Int
}
