/// The properties that travel in a message's content header.
///
/// Source: AMQP 0-9-1 section 1.8.3 (class basic).
public struct MessageProperties: Sendable, Hashable {
    /// The message's own identifier; a message sent again keeps it.
    public var messageID: String?
    /// The name of the message, such as `intake.request.registered`.
    public var type: String?
    /// The media type of the body.
    public var contentType: String?
    /// The case that the message belongs to.
    public var correlationID: String?
    /// The service that sent it.
    public var appID: String?
    /// The broker refuses a user id that is not the connection's own (406).
    public var userID: String?
    /// Units: seconds since the Unix epoch.
    public var timestamp: UInt64?
    /// Delivery mode 2 where true, 1 where false.
    public var persistent: Bool
    /// Time to live in the queue.
    ///
    /// Units: milliseconds.
    public var expirationMs: Int?
    /// What the class has no property for.
    public var headers: Headers

    /// Makes the properties.
    public init(
        messageID: String? = nil, type: String? = nil, contentType: String? = nil, correlationID: String? = nil,
        appID: String? = nil, userID: String? = nil, timestamp: UInt64? = nil, persistent: Bool = true,
        expirationMs: Int? = nil, headers: Headers = [:]
    ) {
        self.messageID = messageID
        self.type = type
        self.contentType = contentType
        self.correlationID = correlationID
        self.appID = appID
        self.userID = userID
        self.timestamp = timestamp
        self.persistent = persistent
        self.expirationMs = expirationMs
        self.headers = headers
    }
}

/// A message on its way to an exchange.
public struct OutgoingMessage: Sendable, Hashable {
    /// Where it is published to.
    public var exchange: String
    /// Range: at most 255 bytes of UTF-8.
    public var routingKey: String
    /// Its content header.
    public var properties: MessageProperties
    /// Its body.
    public var body: [UInt8]

    /// Makes the message.
    public init(exchange: String, routingKey: String, properties: MessageProperties, body: [UInt8]) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
    }
}

/// What became of one published message.
public enum PublishOutcome: Sendable, Hashable {
    /// The broker has taken responsibility (`basic.ack`).
    case confirmed
    /// The broker could not take it (`basic.nack`): slow down and send again.
    case rejected
    /// No queue took it (`basic.return`): it was not sent.
    case returned(code: Int, reason: String)
    /// This message can never be sent as it is: too large, or a name that does not fit.
    case refused(reason: String)
    /// The connection was lost before the answer: it may or may not have arrived.
    case unknown

    /// Whether the message needs no further sending.
    public var isConfirmed: Bool { self == .confirmed }
}

/// Publishes with confirms and `mandatory`, always.
public protocol MessagePublisher: Sendable {
    /// Whether messages can be sent at the moment: there is a connection, and the broker takes messages.
    var isReady: Bool { get }
    /// Sends a batch and waits until the fate of each message is known.
    ///
    /// - Returns: one outcome per message, in the same order.
    /// - Throws: only on cancellation or after shutdown; what happened to a message is its outcome.
    func publish(_ batch: [OutgoingMessage]) async throws -> [PublishOutcome]
}
