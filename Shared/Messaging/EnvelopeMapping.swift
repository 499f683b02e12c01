import Kernel
public import Wire

// CloudEvents 1.0 attributes in binary mode. CloudEvents' own AMQP binding is for AMQP 1.0; this is our mapping to
// 0-9-1: `message_id` is `id`, the type property is `type`, the other attributes are headers with the
// `cloudEvents:` prefix.

/// Why a delivery's properties make no envelope.
public enum EnvelopeFault: Error, Sendable, Hashable {
    case missing(String)
    case malformed(String)

    /// The reason as the dead-letter table keeps it; it names the attribute and never its value.
    public var reason: String {
        switch self {
        case .missing(let name): "envelope: \(name) is missing"
        case .malformed(let name): "envelope: \(name) is malformed"
        }
    }
}

extension Envelope {
    /// The properties that carry this envelope.
    public var properties: MessageProperties {
        var headers: Headers = [
            "cloudEvents:specversion": .string("1.0"),
            "cloudEvents:source": .string(source),
            "cloudEvents:time": .string(occurredAt.iso8601),
            "cloudEvents:subject": .string(aggregate.description),
            "cloudEvents:schemaversion": .integer(Int64(version)),
            "cloudEvents:aggregateversion": .integer(aggregateVersion),
            "cloudEvents:area": .string(area.text),
            "cloudEvents:partition": .integer(Int64(partition)),
        ]
        headers["traceparent"] = traceparent.map { .string($0) }
        headers["causation"] = causation.map { .string($0.description) }
        return MessageProperties(
            messageID: id.description, type: type, contentType: "application/json",
            correlationID: correlation?.description, appID: source,
            timestamp: UInt64(clamping: occurredAt.microseconds / 1_000_000), headers: headers)
    }

    /// The routing key under which this envelope's message travels.
    public var routingKey: String {
        CityTopology.routingKey(type: type, district: (area.district ?? area).text, partition: partition)
    }

    /// Reads the envelope of a delivery; a malformed trace or correlation is dropped, not refused.
    public init(_ properties: MessageProperties) throws(EnvelopeFault) {
        let headers = properties.headers
        guard let messageID = properties.messageID else { throw .missing("message_id") }
        guard let id = Identifier<MessageTag>(messageID) else { throw .malformed("message_id") }
        guard let type = properties.type else { throw .missing("type") }
        guard let subject = headers.string("cloudEvents:subject") else { throw .missing("subject") }
        guard let aggregate = Identifier<AggregateTag>(subject) else { throw .malformed("subject") }
        guard let aggregateVersion = headers.integer("cloudEvents:aggregateversion") else {
            throw .missing("aggregateversion")
        }
        guard aggregateVersion > 0 else { throw .malformed("aggregateversion") }
        guard let version = headers.integer("cloudEvents:schemaversion"), (1...1000).contains(version) else {
            throw .malformed("schemaversion")
        }
        guard let area = headers.string("cloudEvents:area").flatMap({ AreaCode($0) }) else { throw .malformed("area") }
        guard let time = headers.string("cloudEvents:time").flatMap({ Timestamp(iso8601: $0) }) else {
            throw .malformed("time")
        }
        guard let partition = headers.integer("cloudEvents:partition"), (0..<64).contains(partition) else {
            throw .malformed("partition")
        }
        self.init(
            id: id, type: type, version: Int(version), source: headers.string("cloudEvents:source") ?? "",
            aggregate: aggregate, aggregateVersion: aggregateVersion, partition: Int(partition), area: area,
            occurredAt: time, traceparent: headers.string("traceparent"),
            correlation: properties.correlationID.flatMap { Identifier($0) },
            causation: headers.string("causation").flatMap { Identifier($0) })
    }
}
