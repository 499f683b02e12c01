import AMQP
import Logging
import Messaging
import TestSupport
import Testing

@Suite("Publishing and consuming")
struct PublishConsumeTests {
    @Test("a message comes back with every kind of header, property and byte")
    func roundTrip() async throws {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { admin in
                try await admin.declare(.oneQueue("q"))
            }
            let properties = MessageProperties(
                messageID: "0192f0c0-0000-7000-8000-000000000001", type: "intake.request.registered",
                contentType: "application/json", correlationID: "c", appID: "intake", userID: configuration.user,
                timestamp: 1_795_000_000, persistent: true, expirationMs: 3_600_000,
                headers: [
                    "null": .null, "bool": .bool(true), "integer": .integer(.min), "double": .double(-0.5),
                    "string": .string("诉求"), "bytes": .bytes([0, 255, 206]), "timestamp": .timestamp(1_795_000_000),
                    "array": .array([.integer(1), .string("二"), .array([])]),
                    "table": .table(["inner": .table(["deepest": .bool(false)])]),
                ])
            let body = (0...255).map { UInt8($0) }
            let message = OutgoingMessage(exchange: "", routingKey: "q", properties: properties, body: body)
            try await withServices(configuration) { publisher, consumer in
                #expect(try await publisher.publish([message]) == [.confirmed])
                let source = consumer.source(queue: "q")
                let deliveries = try await source.next(limit: 10, within: .milliseconds(1))
                let delivery = try #require(deliveries.first)
                #expect(delivery.properties == properties)
                #expect(delivery.body == body)
                #expect(delivery.routingKey == "q")
                #expect(delivery.exchange == "")
                #expect(!delivery.redelivered)
                try await source.settle(.acknowledge(upTo: delivery.tag))
            }
        }
    }
}
