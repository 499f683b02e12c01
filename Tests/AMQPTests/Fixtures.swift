import AMQP
import Logging
import Messaging
import Synchronization
import TestSupport

extension Logger {
    /// A logger that says nothing.
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Topology {
    /// A quorum queue, reached through the default exchange.
    static func oneQueue(_ name: String, _ arguments: Headers = [:]) -> Topology {
        var all: Headers = ["x-queue-type": .string("quorum")]
        for entry in arguments.entries { all[entry.name] = entry.value }
        return Topology(queues: [QueueDeclaration(name: name, arguments: all)])
    }
}

extension OutgoingMessage {
    /// A message for a queue, with its number as id and body.
    static func numbered(_ number: Int, to queue: String = "q", size: Int = 0) -> OutgoingMessage {
        var body = Array("\(number)".utf8)
        if size > body.count { body += Array(repeating: UInt8(ascii: " "), count: size - body.count) }
        return OutgoingMessage(
            exchange: "", routingKey: queue, properties: MessageProperties(messageID: "\(number)"), body: body)
    }
}

extension Delivery {
    /// The number that ``OutgoingMessage/numbered(_:to:size:)`` gave it.
    var number: Int? { properties.messageID.flatMap { Int($0) } }
}

/// Runs a publisher and a consumer beside a closure, and ends them afterwards.
func withServices<R: Sendable>(
    _ configuration: AMQPConfiguration, window: Int = 1000, logger: Logger = .quiet,
    _ body: (AMQPPublisher, AMQPConsumer) async throws -> R
) async throws -> R {
    let publisher = AMQPPublisher(configuration: configuration, window: window, logger: logger)
    let consumer = AMQPConsumer(configuration: configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await publisher.run() }
        group.addTask { try await consumer.run() }
        let result = try await body(publisher, consumer)
        group.cancelAll()
        return result
    }
}

/// A source ended that a test still reads from.
struct SourceStopped: Error {}

extension AMQPDeliverySource {
    /// The next batch of a source that nobody stops.
    func some(limit: Int = 500, within: Duration = .milliseconds(1)) async throws -> [Delivery] {
        let batch = try await next(limit: limit, within: within)
        guard !batch.isEmpty else { throw SourceStopped() }
        return batch
    }
}

/// Takes deliveries until there are `count`, acknowledging each batch.
func take(_ count: Int, from source: AMQPDeliverySource, limit: Int = 500) async throws -> [Delivery] {
    var all: [Delivery] = []
    while all.count < count {
        let batch = try await source.next(limit: limit, within: .milliseconds(1))
        guard let last = batch.last else { break }
        all += batch
        try await source.settle(.acknowledge(upTo: last.tag))
    }
    return all
}

/// Counts the warnings of a logger.
final class WarningCounter: Sendable {
    private let warnings = Mutex(0)

    var count: Int { warnings.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(counter: self) } }

    private struct Handler: LogHandler {
        let counter: WarningCounter
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            counter.warnings.withLock { $0 += 1 }
        }
    }
}

/// A value that several tasks of a test read.
final class Shared<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    func get() -> Value { value.withLock { $0 } }

    func update(_ change: (inout Value) -> Void) {
        value.withLock { value in
            var copy = value
            change(&copy)
            value = copy
        }
    }
}
