import AMQP
import Foundation
import Logging
import Messaging
import Testing

@Suite("The README's example")
struct ReadmeTests {
    // What the README shows, word by word: it is compiled here, never run.
    func example(
        _ configuration: AMQPConfiguration, _ logger: Logger, _ batch: [OutgoingMessage], _ topology: Topology,
        _ handle: (DeliveryBatch) async throws -> Void
    ) async throws -> [PublishOutcome] {
        let publisher = AMQPPublisher(configuration: configuration, logger: logger)
        let consumer = AMQPConsumer(configuration: configuration, logger: logger)
        let source = consumer.source(queue: "dispatch.intake-request.p00", prefetch: 500)
        // All three are services of one group: publisher, consumer, then the loop that uses them.

        let outcomes = try await publisher.publish(batch)  // one outcome per message, in order

        try await source.run { deliveries in  // batch after batch, until the source is stopped
            try await handle(deliveries)
            return .acknowledge(upTo: deliveries.last.tag)
        }

        try await AMQPConnection.withConnection(configuration, logger: logger) { connection in
            try await connection.declare(topology)
        }
        return outcomes
    }

    @Test("the example that the README shows is the one that is compiled here")
    func same() throws {
        let own = URL(filePath: #filePath)
        let readme = own.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Shared/AMQP/README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let start = try #require(text.range(of: "```swift\n"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        let shown = text[start.upperBound..<end.lowerBound].split(separator: "\n").map { $0.trimmed }
        let compiled = try String(contentsOf: own, encoding: .utf8).split(separator: "\n").map { $0.trimmed }
        #expect(!shown.isEmpty)
        #expect(compiled.indices.contains { compiled[$0...].starts(with: shown) })
    }
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
