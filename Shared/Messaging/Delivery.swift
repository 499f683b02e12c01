/// A delivery's number on its channel, and the connection it belongs to.
///
/// A tag of a connection that is gone settles nothing: the broker has requeued the delivery already.
public struct DeliveryTag: Sendable, Hashable, Comparable {
    /// Grows by one with each new channel of the same source.
    public let epoch: UInt64
    /// The broker's tag.
    ///
    /// Source: AMQP 0-9-1 section 3.1.8.
    public let number: UInt64

    /// Makes the tag.
    public init(epoch: UInt64, number: UInt64) {
        self.epoch = epoch
        self.number = number
    }

    /// Orders tags by epoch, then by number.
    public static func < (left: Self, right: Self) -> Bool {
        (left.epoch, left.number) < (right.epoch, right.number)
    }
}

/// A message that the broker handed to us and waits to hear about.
public struct Delivery: Sendable, Hashable {
    /// What it is settled by.
    public let tag: DeliveryTag
    /// The exchange that it was published to.
    public let exchange: String
    /// The routing key that it was published with.
    public let routingKey: String
    /// Its content header.
    public let properties: MessageProperties
    /// Its body, as it was sent.
    public let body: [UInt8]
    /// Whether the broker may have delivered it before.
    public let redelivered: Bool

    /// Makes the delivery.
    public init(
        tag: DeliveryTag, exchange: String, routingKey: String, properties: MessageProperties, body: [UInt8],
        redelivered: Bool
    ) {
        self.tag = tag
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.redelivered = redelivered
    }

    /// How often a quorum queue has delivered it before: `x-delivery-count`, 0 where absent.
    public var deliveryCount: Int {
        Int(clamping: properties.headers.integer("x-delivery-count") ?? 0)
    }
}

/// What a consumer says of its deliveries.
public enum Settlement: Sendable, Hashable {
    /// Acknowledges this one and every earlier one (`multiple`).
    case acknowledge(upTo: DeliveryTag)
    case acknowledgeOne(DeliveryTag)
    /// Not requeued: it goes to the queue's dead-letter exchange.
    case reject(DeliveryTag)
    case none
}

/// Where deliveries come from: one queue on one channel, over all reconnections.
public protocol DeliverySource: Sendable {
    /// Waits for a delivery, then takes what has arrived up to `limit`, waiting at most `within` for more.
    ///
    /// - Returns: the deliveries in order; empty only when the source was stopped.
    func next(limit: Int, within: Duration) async throws -> [Delivery]

    /// Settles deliveries; one of an earlier epoch is ignored.
    func settle(_ settlement: Settlement) async throws
}
