public import Kernel

/// Tags the identifier of a message.
public enum MessageTag {}

/// Tags the identifier of the aggregate that a message is about, whatever its kind.
public enum AggregateTag {}

/// What every message says about itself outside of its body, so that nobody decodes a body to route it.
///
/// Source: the attributes of CloudEvents 1.0, with the aggregate and its version for exactly-once processing in order.
public struct Envelope: Hashable, Sendable {
    /// The message's own identifier; a repeated delivery has the same.
    public let id: Identifier<MessageTag>
    /// The name of the message, as in `intake.request.registered`.
    public let type: String
    /// The major version of its schema.
    public let version: Int
    /// The context that publishes it, as in `intake`.
    public let source: String
    /// The aggregate that it is about.
    public let aggregate: Identifier<AggregateTag>
    /// The number of this event in the life of the aggregate.
    ///
    /// Range: 1 and up.
    public let aggregateVersion: Int64
    /// The partition that keeps the aggregate's events in order.
    public let partition: Int
    /// Where it belongs, a district or finer.
    public let area: AreaCode
    /// When it happened.
    public let occurredAt: Timestamp
    /// The trace it belongs to.
    ///
    /// Source: W3C Trace Context.
    public let traceparent: String?
    /// What the event belongs to, usually the service request.
    public let correlation: Identifier<AggregateTag>?
    /// The message that led to this one.
    public let causation: Identifier<MessageTag>?

    /// Makes the envelope.
    public init(
        id: Identifier<MessageTag>, type: String, version: Int, source: String, aggregate: Identifier<AggregateTag>,
        aggregateVersion: Int64, partition: Int, area: AreaCode, occurredAt: Timestamp, traceparent: String? = nil,
        correlation: Identifier<AggregateTag>? = nil, causation: Identifier<MessageTag>? = nil
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.source = source
        self.aggregate = aggregate
        self.aggregateVersion = aggregateVersion
        self.partition = partition
        self.area = area
        self.occurredAt = occurredAt
        self.traceparent = traceparent
        self.correlation = correlation
        self.causation = causation
    }
}
