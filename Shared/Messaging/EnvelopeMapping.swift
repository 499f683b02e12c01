import Kernel
public import Wire

// CloudEvents 1.0 attributes in binary mode. CloudEvents' own AMQP binding is for AMQP 1.0; this is our mapping to
// 0-9-1: `message_id` is `id`, the type property is `type`, the other attributes are headers with the
// `cloudEvents:` prefix.

/// Why a delivery's properties make no envelope.
public enum EnvelopeFault: Error, Sendable, Hashable {
    case missing(String)
    case malformed(String)

    /// What is wrong; it names the attribute and never its value.
    public var detail: String {
        switch self {
        case .missing(let name): "\(name) is missing"
        case .malformed(let name): "\(name) is malformed"
        }
    }
}

extension Envelope {
    /// The properties that carry this envelope.
    public var properties: MessageProperties {
        var headers: Headers = [
            EnvelopeHeaders.specVersion.name: .string("1.0"),
            EnvelopeHeaders.source.name: .string(source),
            EnvelopeHeaders.time.name: .string(occurredAt.iso8601),
            EnvelopeHeaders.subject.name: .string(aggregate.description),
            EnvelopeHeaders.schemaVersion.name: .integer(Int64(version)),
            EnvelopeHeaders.aggregateVersion.name: .integer(aggregateVersion),
            EnvelopeHeaders.area.name: .string(area.text),
            EnvelopeHeaders.partition.name: .integer(Int64(partition)),
        ]
        headers[EnvelopeHeaders.traceparent.name] = traceparent.map { .string($0) }
        headers[EnvelopeHeaders.causation.name] = causation.map { .string($0.description) }
        return MessageProperties(
            messageID: id.description, type: type, contentType: "application/json",
            correlationID: correlation?.description, appID: source,
            timestamp: UInt64(clamping: occurredAt.microseconds / 1_000_000), headers: headers)
    }

    /// The routing key under which this envelope's message travels.
    public var routingKey: String {
        RoutingKey.event(type: type, area: (area.district ?? area).text, partition: partition)
    }

    /// Reads the envelope of a delivery; a malformed trace, correlation or causation is dropped, not refused.
    public init(_ properties: MessageProperties) throws(EnvelopeFault) {
        let headers = properties.headers
        guard let messageID = properties.messageID else { throw .missing("message_id") }
        guard let id = Identifier<MessageTag>(messageID) else { throw .malformed("message_id") }
        guard let type = properties.type else { throw .missing("type") }
        self.init(
            id: id, type: type, version: Int(try headers.attribute(EnvelopeHeaders.schemaVersion.name, in: 1...1000)),
            source: headers.string(EnvelopeHeaders.source.name) ?? "",
            aggregate: try headers.attribute(EnvelopeHeaders.subject.name) { Identifier($0) },
            aggregateVersion: try headers.attribute(EnvelopeHeaders.aggregateVersion.name, in: 1...Int64.max),
            partition: Int(try headers.attribute(EnvelopeHeaders.partition.name, in: 0...63)),
            area: try headers.attribute(EnvelopeHeaders.area.name) { AreaCode($0) },
            occurredAt: try headers.attribute(EnvelopeHeaders.time.name) { Timestamp(iso8601: $0) },
            traceparent: headers.string(EnvelopeHeaders.traceparent.name).flatMap { $0.isTraceParent ? $0 : nil },
            correlation: properties.correlationID.flatMap { Identifier($0) },
            causation: headers.string(EnvelopeHeaders.causation.name).flatMap { Identifier($0) })
    }
}

extension Headers {
    /// The value of a text attribute.
    fileprivate func attribute<Value>(
        _ name: String, _ read: (String) -> Value?
    ) throws(EnvelopeFault) -> Value {
        guard let value = self[name] else { throw .missing(Self.short(name)) }
        guard case .string(let text) = value, let read = read(text) else { throw .malformed(Self.short(name)) }
        return read
    }

    /// The value of a number attribute.
    fileprivate func attribute(_ name: String, in range: ClosedRange<Int64>) throws(EnvelopeFault) -> Int64 {
        guard let value = self[name] else { throw .missing(Self.short(name)) }
        guard case .integer(let number) = value, range.contains(number) else { throw .malformed(Self.short(name)) }
        return number
    }

    /// An attribute's name without the prefix.
    private static func short(_ name: String) -> String { String(name.dropFirst("cloudEvents:".count)) }
}

extension String {
    /// Whether it is a `traceparent` of 55 characters; the longer ones of later versions are none to us.
    ///
    /// Source: W3C Trace Context, section 3.2.2.
    var isTraceParent: Bool {
        let parts = utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 32, 16, 2], !parts[0].elementsEqual("ff".utf8) else { return false }
        let isHexadecimal = parts.joined().allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        return isHexadecimal && !parts[1...2].contains { $0.allSatisfy { $0 == UInt8(ascii: "0") } }
    }
}
