import AMQP
import Logging
import Messaging
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Consumer", .timeLimit(.minutes(5)))
struct ConsumerTests {
    private func withQueue<R: Sendable>(
        _ topology: Topology, _ body: (AMQPPublisher, AMQPConsumer, AMQPConfiguration) async throws -> R
    ) async throws -> R {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { try await $0.declare(topology) }
            return try await withServices(configuration) { publisher, consumer in
                try await body(publisher, consumer, configuration)
            }
        }
    }

    private func status(_ configuration: AMQPConfiguration) async throws -> QueueStatus {
        try await AMQPConnection.withConnection(configuration, logger: .quiet) { try await $0.status(ofQueue: "q") }
    }

    @Test("a full queue at start sends no more than the prefetch")
    func prefetch() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, configuration in
            _ = try await publisher.publish((0..<1000).map { .numbered($0) })
            let source = consumer.source(queue: "q", prefetch: 10)
            try await eventually { try await status(configuration).messages == 990 }
            var got = 0
            while got < 10 { got += try await source.some().count }
            #expect(got == 10)
            #expect(try await status(configuration).messages == 990)
        }
    }

    @Test("a double ack does not kill the channel")
    func doubleAck() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, configuration in
            _ = try await publisher.publish((0..<4).map { .numbered($0) })
            let source = consumer.source(queue: "q", prefetch: 2)
            let batch = try await take(2, from: source)
            try await source.settle(.acknowledge(upTo: batch[1].tag))
            try await source.settle(.acknowledgeOne(batch[0].tag))
            try await source.settle(.reject(batch[0].tag))
            try await source.settle(.acknowledgeOne(DeliveryTag(epoch: batch[0].tag.epoch, number: 77)))
            let rest = try await take(2, from: source)
            #expect(rest.map(\.number) == [2, 3])
            #expect(rest[0].tag.epoch == batch[0].tag.epoch)
            try await eventually { try await status(configuration).messages == 0 }
        }
    }

    @Test("a rejected delivery goes to the dead-letter exchange")
    func reject() async throws {
        var topology = Topology.oneQueue(
            "q", ["x-dead-letter-exchange": .string(""), "x-dead-letter-routing-key": .string("dead")])
        topology.queues += Topology.oneQueue("dead").queues
        try await withQueue(topology) { publisher, consumer, _ in
            _ = try await publisher.publish([.numbered(0), .numbered(1)])
            let source = consumer.source(queue: "q")
            var batch: [Delivery] = []
            while batch.count < 2 { batch += try await source.some(limit: 2) }
            try await source.settle(.reject(batch[0].tag))
            try await source.settle(.acknowledgeOne(batch[1].tag))
            let dead = try await take(1, from: consumer.source(queue: "dead"))
            #expect(dead.map(\.number) == [0])
            guard case .array(let deaths)? = dead[0].properties.headers["x-death"] else {
                return #expect(Bool(false), "no x-death")
            }
            #expect(deaths.count == 1)
        }
    }

    @Test("a consumer whose queue is deleted is not ready, and takes up the queue when it is back")
    func queueDeleted() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, configuration in
            let source = consumer.source(queue: "q")
            _ = try await publisher.publish([.numbered(0)])
            #expect(try await take(1, from: source).map(\.number) == [0])
            #expect(consumer.isReady)
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { admin in
                try await admin.delete(queue: "q")
                try await eventually { !consumer.isReady }
                try await admin.declare(.oneQueue("q"))
            }
            try await eventually { consumer.isReady }
            _ = try await publisher.publish([.numbered(1)])
            #expect(try await take(1, from: source).map(\.number) == [1])
        }
    }

    @Test("an exclusive consumer is waited for, and followed")
    func exclusive() async throws {
        try await withQueue(Topology(queues: [QueueDeclaration(name: "q", arguments: [:])])) { publisher, first, own in
            let one = first.source(queue: "q", exclusive: true)
            try await eventually { first.isReady }
            try await withServices(own) { _, second in
                let two = second.source(queue: "q", exclusive: true)
                _ = try await publisher.publish([.numbered(0)])
                #expect(try await take(1, from: one).map(\.number) == [0])
                #expect(!second.isReady)
                one.stop()
                try await eventually { second.isReady }
                _ = try await publisher.publish([.numbered(1)])
                #expect(try await take(1, from: two).map(\.number) == [1])
            }
        }
    }

    @Test("a source whose task is cancelled returns nothing, and goes on for the next caller")
    func cancelled() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, _ in
            let source = consumer.source(queue: "q")
            let waiting = Task { try await source.next(limit: 1, within: .zero) }
            waiting.cancel()
            #expect(try await waiting.value.isEmpty)
            _ = try await publisher.publish([.numbered(0)])
            #expect(try await take(1, from: source).map(\.number) == [0])
        }
    }

    @Test(
        "a closure's settlements are made batch by batch, until the source is stopped; one that throws settles nothing")
    func closure() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, configuration in
            _ = try await publisher.publish((0..<50).map { .numbered($0) })
            let source = consumer.source(queue: "q", prefetch: 10)
            var seen: [Int?] = []
            try await source.run(limit: 4, within: .milliseconds(1)) { batch in
                seen += batch.map(\.number)
                if seen.count >= 40 { source.stop() }
                return .acknowledge(upTo: batch.last.tag)
            }
            #expect(seen == Array(0..<seen.count))
            try await eventually {
                try await status(configuration) == QueueStatus(messages: 50 - seen.count, consumers: 0)
            }
            _ = try await withServices(configuration) { _, other in
                await #expect(throws: SourceStopped.self) {
                    try await other.source(queue: "q").run(limit: 1) { _ in throw SourceStopped() }
                }
            }
            let first = try await take(1, from: consumer.source(queue: "q", prefetch: 1))
            #expect(first.map(\.number) == [seen.count])
        }
    }

    @Test("a stopped source waits for what it delivered, then gives the rest back in order")
    func stop() async throws {
        try await withQueue(.oneQueue("q")) { publisher, consumer, configuration in
            _ = try await publisher.publish((0..<20).map { .numbered($0) })
            let source = consumer.source(queue: "q", prefetch: 10)
            let first = try await source.next(limit: 4, within: .milliseconds(500))
            source.stop()
            #expect(try await source.next(limit: 1, within: .zero).isEmpty)
            #expect(try await status(configuration).consumers == 1)
            try await source.settle(.acknowledge(upTo: try #require(first.last).tag))
            try await eventually {
                try await status(configuration) == QueueStatus(messages: 20 - first.count, consumers: 0)
            }
            let rest = try await take(20 - first.count, from: consumer.source(queue: "q"))
            #expect((first + rest).map(\.number) == Array(0..<20))
        }
    }

    @Test("a single active consumer hands over without losing, repeating or reordering", arguments: 0..<5)
    func handover(round: Int) async throws {
        let topology = Topology.oneQueue("q", ["x-single-active-consumer": .bool(true)])
        try await withQueue(topology) { publisher, first, configuration in
            let second = AMQPConsumer(configuration: configuration, logger: .quiet)
            let running = Task { try await second.run() }
            let one = first.source(queue: "q", prefetch: 50)
            try await eventually { first.isReady }
            let two = second.source(queue: "q", prefetch: 50)
            try await eventually { second.isReady }
            async let published = publisher.publish((0..<3000).map { .numbered($0) })
            var seen = try await take(700, from: one, limit: 20).compactMap(\.number)
            let last = try await one.some(limit: 20)
            one.stop()
            seen += last.compactMap(\.number)
            try await one.settle(.acknowledge(upTo: last[last.count - 1].tag))
            seen += try await take(3000 - seen.count, from: two, limit: 100).compactMap(\.number)
            let wrong = zip(seen, 0...).first { $0 != $1 }
            #expect(wrong == nil && seen.count == 3000)
            #expect(try await published.allSatisfy { $0 == .confirmed })
            running.cancel()
            try await running.value
        }
    }

    @Test("graceful shutdown of a service group ends its loop in order")
    func serviceGroup() async throws {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) {
                try await $0.declare(.oneQueue("q"))
            }
            let publisher = AMQPPublisher(configuration: configuration, logger: .quiet)
            let consumer = AMQPConsumer(configuration: configuration, logger: .quiet)
            let settled = Shared(0)
            let loop = SettlingLoop(source: consumer.source(queue: "q"), settled: settled)
            let group = ServiceGroup(services: [publisher, consumer, loop], logger: .quiet)
            let running = Task { try await group.run() }
            _ = try await publisher.publish((0..<50).map { .numbered($0) })
            // The queue is empty as soon as all is delivered; what the loop has not settled by then would come back.
            try await eventually { settled.get() == 50 }
            await group.triggerGracefulShutdown()
            try await running.value
            // The broker may hear of it a moment later.
            try await eventually { try await status(configuration) == QueueStatus(messages: 0, consumers: 0) }
        }
    }

    /// A hundred messages in a stream, read through a proxy with a prefetch of 30.
    private func withStream<R: Sendable>(
        from offset: String = "first", _ body: (Proxy, AMQPConsumer, AMQPDeliverySource) async throws -> R
    ) async throws -> R {
        let topology = Topology(queues: [QueueDeclaration(name: "q", arguments: ["x-queue-type": .string("stream")])])
        return try await TestBroker.withVirtualHost { direct in
            try await AMQPConnection.withConnection(direct, logger: .quiet) { try await $0.declare(topology) }
            return try await Proxy.with(to: direct.port) { proxy in
                var configuration = direct
                configuration.port = proxy.port
                return try await withServices(configuration) { publisher, consumer in
                    if offset == "first" { _ = try await publisher.publish((0..<100).map { .numbered($0) }) }
                    let source = consumer.source(
                        queue: "q", prefetch: 30, consumerArguments: ["x-stream-offset": .string(offset)])
                    try await eventually { consumer.isReady }
                    if offset != "first" { _ = try await publisher.publish((0..<100).map { .numbered($0) }) }
                    return try await body(proxy, consumer, source)
                }
            }
        }
    }

    @Test("a stream is read from its first offset, and taken up again where it was settled")
    func stream() async throws {
        try await withStream { proxy, _, source in
            let first = try await take(60, from: source, limit: 20)
            #expect(first.map(\.number) == Array(0..<first.count))
            proxy.cut()
            var second: [Int?] = []
            while second.last != 99 {
                // A batch that had arrived before the cut is not settled, so it comes again.
                let batch = try await source.some(limit: 20)
                guard let last = batch.last, last.tag.epoch > first[0].tag.epoch else { continue }
                second += batch.map(\.number)
                try await source.settle(.acknowledge(upTo: last.tag))
            }
            #expect(second == Array(first.count..<100))
        }
    }

    @Test("what is settled while there is no connection does not come again from a stream")
    func streamSettledWithoutConnection() async throws {
        try await withStream { proxy, consumer, source in
            var first: [Delivery] = []
            while first.count < 20 { first += try await source.some(limit: 20 - first.count) }
            proxy.refuse(true)
            proxy.cut()
            try await eventually { !consumer.isReady }
            try await source.settle(.acknowledge(upTo: first[14].tag))
            proxy.refuse(false)
            let second = try await source.some(limit: 1)
            #expect(second.map(\.number) == [15])
        }
    }

    @Test("what came from the end of a stream and was not settled comes again")
    func streamFromItsEnd() async throws {
        try await withStream(from: "next") { proxy, consumer, source in
            let first = try await source.some(limit: 20)
            #expect(first.first?.number == 0)
            proxy.cut()
            var again: [Delivery] = []
            while (again.first?.tag.epoch ?? 0) <= first[0].tag.epoch { again = try await source.some(limit: 20) }
            #expect(again.first?.number == 0)
        }
    }
}

/// Takes and settles until its source is stopped.
private struct SettlingLoop: Service {
    let source: AMQPDeliverySource
    let settled: Shared<Int>

    func run() async throws {
        while case let batch = try await source.next(limit: 7, within: .milliseconds(1)), let last = batch.last {
            try await source.settle(.acknowledge(upTo: last.tag))
            settled.update { $0 += batch.count }
        }
    }
}
