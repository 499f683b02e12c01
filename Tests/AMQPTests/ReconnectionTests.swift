import AMQP
import Kernel
import Logging
import Messaging
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@Suite("Losing the connection", .timeLimit(.minutes(5)))
struct ReconnectionTests {
    /// A queue `q`, and services that reach it through a proxy.
    private func throughProxy<R: Sendable>(
        heartbeat: Duration = .zero, _ arguments: Headers = [:],
        _ body: (Proxy, AMQPPublisher, AMQPConsumer, AMQPConfiguration) async throws -> R
    ) async throws -> R {
        try await TestBroker.withVirtualHost { direct in
            try await AMQPConnection.withConnection(direct, logger: .quiet) { admin in
                try await admin.declare(.oneQueue("q", arguments))
            }
            return try await Proxy.with(to: direct.port) { proxy in
                var configuration = direct
                configuration.port = proxy.port
                configuration.heartbeat = heartbeat
                return try await withServices(configuration) { publisher, consumer in
                    try await body(proxy, publisher, consumer, direct)
                }
            }
        }
    }

    @Test("a socket cut in mid-frame leaves the rest of the batch unknown, and loses nothing that was confirmed")
    func cutInMidFrame() async throws {
        try await throughProxy { proxy, publisher, consumer, _ in
            #expect(try await publisher.publish([.numbered(-1)]) == [.confirmed])
            proxy.cut(after: 400_001)
            let outcomes = try await publisher.publish((0..<2000).map { .numbered($0, size: 600) })
            let confirmed = outcomes.prefix { $0 == .confirmed }.count
            #expect(confirmed < 2000)
            #expect(outcomes[confirmed...].allSatisfy { $0 == .unknown })
            // What is unknown is sent again, as the journal does.
            let again = try await publisher.publish((confirmed..<2000).map { .numbered($0, size: 600) })
            #expect(again.allSatisfy { $0 == .confirmed })
            var missing = Set(0..<2000)
            let source = consumer.source(queue: "q")
            while !missing.isEmpty {
                let batch = try await source.some()
                missing.subtract(batch.compactMap(\.number))
                if let last = batch.last { try await source.settle(.acknowledge(upTo: last.tag)) }
            }
        }
    }

    @Test("a peer that falls silent is given up after two heartbeat intervals")
    func silence() async throws {
        // Seconds, not less: a test's process that gets no processor for that long looks silent itself.
        try await throughProxy(heartbeat: .seconds(4)) { proxy, publisher, _, _ throws in
            try await eventually { try await publisher.publish([.numbered(0)]) == [.confirmed] }
            proxy.stall(true)
            #expect(try await publisher.publish([.numbered(1)]) == [.unknown])
            // Either end may be the first to miss heartbeats; the watch over confirms would come much later.
            try await eventually { publisher.lastError != nil }
            #expect(publisher.lastError?.code != .confirmTimeout)
            proxy.stall(false)
            try await eventually { try await publisher.publish([.numbered(2)]) == [.confirmed] }
        }
    }

    @Test("deliveries of a dropped connection come again in order, marked, and their old tags settle nothing")
    func redelivery() async throws {
        try await throughProxy { proxy, publisher, consumer, direct in
            _ = try await publisher.publish((0..<100).map { .numbered($0) })
            let source = consumer.source(queue: "q", prefetch: 40)
            var first: [Delivery] = []
            while first.count < 40 { first += try await source.some(limit: 40 - first.count) }
            #expect(first.map(\.number) == Array(0..<40))
            try await source.settle(.acknowledge(upTo: first[9].tag))
            try await eventually { try await waiting(direct).messages == 50 }
            proxy.cut()
            // Numbers 10 to 49 were ours; they come first, then the rest.
            var second: [Delivery] = []
            while second.count < 90 {
                let batch = try await source.some()
                // What had arrived before the cut comes again.
                guard batch[0].tag.epoch > first[0].tag.epoch else { continue }
                second += batch
                // Of the old connection: must not settle the new one's delivery with that number.
                try await source.settle(.acknowledge(upTo: first[39].tag))
                try await source.settle(.acknowledgeOne(first[20].tag))
                if let last = batch.last { try await source.settle(.acknowledge(upTo: last.tag)) }
            }
            #expect(second.map(\.number) == Array(10..<100))
            #expect(second.prefix(40).allSatisfy { $0.redelivered && $0.deliveryCount == 1 })
            #expect(second.dropFirst(40).allSatisfy { !$0.redelivered && $0.deliveryCount == 0 })
        }
    }

    @Test("a channel closed for an unknown tag is built again, and nothing is lost")
    func unknownTag() async throws {
        try await throughProxy { proxy, publisher, consumer, _ in
            let source = consumer.source(queue: "q", prefetch: 10)
            _ = try await publisher.publish((0..<10).map { .numbered($0) })
            let first = try await source.next(limit: 1, within: .zero)
            #expect(first.map(\.number) == [0])
            // The publisher's channel 1 gets it too, and is built again likewise.
            proxy.slip(ServerFrames.ack(9999))
            var seen: [Int] = []
            while seen.last != 9 || seen.first == nil {
                let batch = try await source.some(limit: 100)
                guard batch.first?.tag.epoch != first.first?.tag.epoch else { continue }
                seen += batch.compactMap(\.number)
            }
            #expect(seen == Array(0..<10))
            // Its answer may fall into the rebuilding: then it is unknown, and sent again.
            var outcome = PublishOutcome.unknown
            while outcome == .unknown { outcome = try await publisher.publish([.numbered(10)])[0] }
            #expect(outcome == .confirmed)
        }
    }

    @Test(
        "a broker that talks nonsense is left and tried again",
        arguments: [
            ("garbage", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
            ("a bad end octet", ServerFrames.start.dropLast() + [0]),
            ("a huge length", [1, 0, 0, 0xFF, 0xFF, 0xFF, 0xF0]),
            ("silence", []),
        ] as [(String, [UInt8])])
    func nonsense(name: String, bytes: [UInt8]) async throws {
        let accepted = Mutex(0)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    accepted.withLock { $0 += 1 }
                    if !bytes.isEmpty { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var configuration = AMQPConfiguration(port: server.localAddress?.port ?? 0, user: "u", password: "p")
        // Only silence is to end by the clock; the others by what the broker says, however slow the machine is.
        configuration.connectTimeout = name == "silence" ? .milliseconds(300) : patience
        configuration.backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(20))
        let expected = name == "silence" ? AMQPError.Code.handshakeTimeout : .protocolViolation
        try await withServices(configuration) { publisher, _ in
            try await eventually { accepted.withLock { $0 } >= 4 && publisher.lastError?.code == expected }
            #expect(publisher.lastError?.code == expected)
            #expect(!publisher.isReady)
        }
        try await server.close()
    }

    @Test("a wrong password and a wrong virtual host are distinguished, reported once, and tried again")
    func refused() async throws {
        for (change, code, reply) in [
            ({ $0.password = "wrong" }, AMQPError.Code.loginRefused, 403),
            ({ $0.virtualHost = "nobody's" }, .virtualHostRefused, 530),
        ] as [((inout AMQPConfiguration) -> Void, AMQPError.Code, Int)] {
            var configuration = try TestBroker().configuration
            change(&configuration)
            configuration.backoff = Backoff(first: .milliseconds(10), longest: .milliseconds(20))
            let warnings = WarningCounter()
            let publisher = AMQPPublisher(configuration: configuration, logger: warnings.logger)
            let running = Task { try await publisher.run() }
            try await eventually { publisher.lastError?.code == code }
            #expect(publisher.lastError?.replyCode == reply)
            #expect(warnings.count == 1)
            running.cancel()
            try await running.value
        }
    }

    private func waiting(_ configuration: AMQPConfiguration) async throws -> QueueStatus {
        try await AMQPConnection.withConnection(configuration, logger: .quiet) { try await $0.status(ofQueue: "q") }
    }
}
