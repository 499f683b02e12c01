import City
public import Kernel
public import Messaging
public import Wire

/// Makes deliveries of events as the broker would hand them out, well-formed unless a test says otherwise.
public struct DeliveryBuilder: Sendable {
    private let partitions: Int
    private let area: AreaCode
    private let moment: Timestamp

    /// Says what holds where a test does not say it.
    public init(partitions: Int = 4, area: AreaCode, at moment: Timestamp) {
        self.partitions = partitions
        self.area = area
        self.moment = moment
    }

    /// An event of an aggregate.
    ///
    /// - Parameter id: made from type and version where it is not given, so that the same event is the same message.
    public func event(
        _ message: some Message, of aggregate: Identifier<some Any>, version: Int64, area: AreaCode? = nil,
        at moment: Timestamp? = nil, id: Identifier<MessageTag>? = nil, source: String? = nil, type: String? = nil,
        schemaVersion: Int? = nil, body: [UInt8]? = nil
    ) -> Delivery {
        let kind = Swift.type(of: message)
        return event(
            type: type ?? kind.type, body: body ?? message.encoded(), of: aggregate, version: version, area: area,
            at: moment, id: id, source: source, schemaVersion: schemaVersion ?? kind.version)
    }

    /// An event whose body is not the type's.
    public func event(
        type: String, body: [UInt8], of aggregate: Identifier<some Any>, version: Int64, area: AreaCode? = nil,
        at moment: Timestamp? = nil, id: Identifier<MessageTag>? = nil, source: String? = nil, schemaVersion: Int = 1
    ) -> Delivery {
        Self.delivery(
            Envelope(
                id: id ?? .derived(from: "\(type) \(version)", in: aggregate), type: type, version: schemaVersion,
                source: source ?? String(type.prefix { $0 != "." }), aggregate: aggregate.retagged(),
                aggregateVersion: version, partition: FNV1a.partition(of: aggregate, count: partitions),
                area: area ?? self.area, occurredAt: moment ?? self.moment), body: body)
    }

    /// A delivery of an envelope and a body.
    public static func delivery(_ envelope: Envelope, body: [UInt8]) -> Delivery {
        Delivery(
            tag: DeliveryTag(epoch: 1, number: UInt64(clamping: max(envelope.aggregateVersion, 1))),
            exchange: CityTopology.events, routingKey: envelope.routingKey, properties: envelope.properties, body: body,
            redelivered: false)
    }
}
