public import Kernel
public import Wire

/// The proof that a message came: what the inbox needs to know of it, and what a retry needs to run it again.
public struct InboxEntry: Sendable, Hashable {
    /// The message's own identifier; a repeated delivery has the same.
    public let messageID: Identifier<MessageTag>
    /// The aggregate that published it and the event's place in that aggregate's life; nil for a command, which has none.
    public let position: Position?
    /// FNV-1a-64 of the body: the same message id with another body is refused.
    public let bodyHash: UInt64
    /// True when it comes from a waiting row and not from the broker.
    public let isRetry: Bool
    /// Whether the broker says that it had been handed out before.
    public let isRedelivered: Bool
    /// Its content header.
    public let properties: MessageProperties
    /// The routing key that it came with.
    public let routingKey: String
    /// Its body, as it was sent.
    public let body: [UInt8]

    /// The place of an event in its aggregate's life.
    public struct Position: Sendable, Hashable {
        /// The aggregate that published it.
        public let aggregate: Identifier<AggregateTag>
        /// The number of the event in the aggregate's life, 1 for the first.
        public let version: Int64

        /// Makes the place.
        public init(aggregate: Identifier<AggregateTag>, version: Int64) {
            self.aggregate = aggregate
            self.version = version
        }
    }

    /// The entry of an event.
    public init(_ delivery: Delivery, envelope: Envelope) {
        self.init(
            delivery, messageID: envelope.id,
            position: Position(aggregate: envelope.aggregate, version: envelope.aggregateVersion))
    }

    /// The entry of a command.
    public init(_ delivery: Delivery, messageID: Identifier<MessageTag>) {
        self.init(delivery, messageID: messageID, position: nil)
    }

    private init(_ delivery: Delivery, messageID: Identifier<MessageTag>, position: Position?) {
        self.messageID = messageID
        self.position = position
        bodyHash = FNV1a.hash64(delivery.body)
        isRetry = delivery.isRetry
        isRedelivered = delivery.redelivered
        properties = delivery.properties
        routingKey = delivery.routingKey
        body = delivery.body
    }
}

extension Delivery {
    /// The epoch that no channel has: such a delivery was read from a waiting row.
    static let retryEpoch = UInt64.max

    /// Whether it was read from a waiting row and not from the broker.
    public var isRetry: Bool { tag.epoch == Self.retryEpoch }

    /// A delivery made from a waiting row.
    public static func retry(properties: MessageProperties, routingKey: String, body: [UInt8]) -> Delivery {
        Delivery(
            tag: DeliveryTag(epoch: retryEpoch, number: 0), exchange: "", routingKey: routingKey,
            properties: properties, body: body, redelivered: true)
    }
}
