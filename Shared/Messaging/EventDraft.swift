public import Kernel
public import Wire

/// An event that a decision came to, before it has a row in the journal.
public struct EventDraft: Sendable, Hashable {
    /// The name of the message, such as `intake.request.registered`.
    public let type: String
    /// The major version of the message's schema.
    public let schemaVersion: Int
    /// The aggregate that publishes it.
    public let aggregate: Identifier<AggregateTag>
    /// 1 for the first event of an aggregate, and one more with each.
    public let aggregateVersion: Int64
    /// Where it happened; no finer than a grid.
    public let area: AreaCode
    /// When it happened.
    public let occurredAt: Timestamp
    /// The encoded message.
    ///
    /// Relays forward these bytes as they are.
    public let body: [UInt8]
    /// W3C trace context of the work that came to this event.
    public var traceparent: String?
    /// The case that the event belongs to, such as the service request that a work order serves.
    public var correlation: Identifier<AggregateTag>?
    /// The message that led to this event.
    public var causation: Identifier<MessageTag>?
    /// Name of the command that led to it, such as `accept`; it stays inside of the context.
    public var action: String?
    /// The acting person or system; nil where a message or a timer acted.
    ///
    /// It stays inside of the context.
    public var actor: Identifier<AggregateTag>?
    /// The coded reason that was given; it stays inside of the context.
    public var reason: String?

    /// Encodes a message as an event of an aggregate.
    ///
    /// - Parameter correlation: the case that the event belongs to, such as the request that a work order serves; nil where the
    ///   aggregate stands alone.
    public init<M: Message>(
        _ message: M, aggregate: Identifier<some Any>, aggregateVersion: Int64, area: AreaCode, occurredAt: Timestamp,
        correlation: Identifier<AggregateTag>? = nil
    ) {
        type = M.type
        schemaVersion = M.version
        self.aggregate = aggregate.retagged()
        self.aggregateVersion = aggregateVersion
        self.area = area
        self.occurredAt = occurredAt
        body = message.encoded()
        self.correlation = correlation
    }
}
