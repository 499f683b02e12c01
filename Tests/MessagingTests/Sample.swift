import Kernel
import Messaging
import Wire

/// Values that the tests of this room share.
enum Sample {
    static let message = Identifier<MessageTag>(high: 0x0193_6e6a_7b00_7000, low: 0x8000_0000_0000_0001)
    static let aggregate = Identifier<AggregateTag>(high: 0x0193_6e6a_7b00_7000, low: 0x8000_0000_0000_0002)
    static let correlation = Identifier<AggregateTag>(high: 0x0193_6e6a_7b00_7000, low: 0x8000_0000_0000_0003)
    static let causation = Identifier<MessageTag>(high: 0x0193_6e6a_7b00_7000, low: 0x8000_0000_0000_0004)
    static let grid = area("330402007001005")
    static let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    /// An envelope with every attribute.
    static let full = envelope(traceparent: traceparent, correlation: correlation, causation: causation)

    static func envelope(
        type: String = "intake.request.registered", aggregate: Identifier<AggregateTag> = aggregate,
        partition: Int = 3, area: AreaCode = grid, traceparent: String? = nil,
        correlation: Identifier<AggregateTag>? = nil, causation: Identifier<MessageTag>? = nil
    ) -> Envelope {
        Envelope(
            id: message, type: type, version: 1, source: "intake", aggregate: aggregate, aggregateVersion: 7,
            partition: partition, area: area, occurredAt: Timestamp(microseconds: 1_795_222_923_000_004),
            traceparent: traceparent, correlation: correlation, causation: causation)
    }

    static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }

    static func delivery(
        properties: MessageProperties = MessageProperties(), body: String = "{}", headers: Headers = [:]
    ) -> Delivery {
        var properties = properties
        for entry in headers.entries { properties.headers[entry.name] = entry.value }
        return Delivery(
            tag: DeliveryTag(epoch: 1, number: 2), exchange: "events", routingKey: "a.b.c.330402.p00",
            properties: properties, body: Array(body.utf8), redelivered: false)
    }
}
