/// The limits of an installation's queues.
public struct QueueLimits: Sendable, Hashable {
    /// How much a queue holds before it refuses more.
    ///
    /// Units: bytes.
    public var queueBytes: Int64
    /// How often a message is delivered before the queue gives it up.
    ///
    /// Units: deliveries. Why so high: a connection loss counts against every prefetched message.
    public var deliveries: Int64
    /// Age of the audit stream, RabbitMQ notation, such as `30D`.
    public var auditAge: String
    /// How much of the audit stream a file holds.
    ///
    /// Units: bytes. Why so small: a broker that was killed reads the last file's index before anything can be
    /// published to the stream, and with it to any queue of the same exchange. Measured with 24,000 chunks: 3.2 s in
    /// one file (the default is 500 MB), below 0.7 s in files of 4 MB. Source: RabbitMQ, "Streams", retention.
    public var auditFileBytes: Int64

    /// Makes the limits.
    public init(
        queueBytes: Int64 = 1 << 30, deliveries: Int64 = 1000, auditAge: String = "30D",
        auditFileBytes: Int64 = 4_000_000
    ) {
        self.queueBytes = queueBytes
        self.deliveries = deliveries
        self.auditAge = auditAge
        self.auditFileBytes = auditFileBytes
    }
}
