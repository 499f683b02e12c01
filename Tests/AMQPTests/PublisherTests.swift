import AMQP
import Logging
import Messaging
import TestSupport
import Testing

@Suite("Publisher", .timeLimit(.minutes(5)))
struct PublisherTests {
    /// A virtual host with one quorum queue `q`, a publisher and a consumer.
    private func withQueue<R: Sendable>(
        _ arguments: Headers = [:], window: Int = 1000, _ body: (AMQPPublisher, AMQPConsumer) async throws -> R
    ) async throws -> R {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { admin in
                try await admin.declare(.oneQueue("q", arguments))
            }
            return try await withServices(configuration, window: window, body)
        }
    }

    @Test("a batch larger than the window is confirmed whole and arrives in order")
    func windowAndOrder() async throws {
        try await withQueue(window: 64) { publisher, consumer in
            let outcomes = try await publisher.publish((0..<5000).map { .numbered($0) })
            #expect(outcomes == Array(repeating: .confirmed, count: 5000))
            let deliveries = try await take(5000, from: consumer.source(queue: "q"))
            #expect(deliveries.map(\.number) == Array(0..<5000))
        }
    }

    @Test("batches of many callers at once each get their own outcomes")
    func concurrentCallers() async throws {
        try await withQueue { publisher, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for caller in 0..<20 {
                    group.addTask {
                        let queue = caller % 2 == 0 ? "q" : "nowhere"
                        let outcomes = try await publisher.publish((0..<50).map { .numbered($0, to: queue) })
                        return outcomes.allSatisfy { $0.isConfirmed == (caller % 2 == 0) } && outcomes.count == 50
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test("an unroutable message is returned, its neighbours are confirmed")
    func unroutable() async throws {
        try await withQueue { publisher, consumer in
            let batch = (0..<300).map { OutgoingMessage.numbered($0, to: $0 % 3 == 1 ? "nowhere" : "q") }
            let outcomes = try await publisher.publish(batch)
            for (number, outcome) in outcomes.enumerated() {
                #expect(outcome == (number % 3 == 1 ? .returned(code: 312, reason: "NO_ROUTE") : .confirmed))
            }
            let deliveries = try await take(200, from: consumer.source(queue: "q"))
            #expect(deliveries.compactMap(\.number) == (0..<300).filter { $0 % 3 != 1 })
        }
    }

    @Test("equal messages without ids that come back are each returned")
    func equalUnroutable() async throws {
        try await withQueue { publisher, _ in
            let message = OutgoingMessage(exchange: "", routingKey: "no", properties: MessageProperties(), body: [1])
            let outcomes = try await publisher.publish(Array(repeating: message, count: 20))
            #expect(outcomes == Array(repeating: .returned(code: 312, reason: "NO_ROUTE"), count: 20))
        }
    }

    @Test("a nack on a full queue is reported as rejected")
    func fullQueue() async throws {
        try await withQueue(["x-max-length": .integer(5), "x-overflow": .string("reject-publish")]) { publisher, _ in
            try await eventually("a rejected message") {
                try await publisher.publish([.numbered(0)]) == [.rejected]
            }
            #expect(publisher.isReady)
        }
    }

    @Test("a body of five megabytes comes back whole")
    func bigBody() async throws {
        try await withQueue { publisher, consumer in
            let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let message = OutgoingMessage(exchange: "", routingKey: "q", properties: MessageProperties(), body: body)
            #expect(try await publisher.publish([message, .numbered(1)]) == [.confirmed, .confirmed])
            let deliveries = try await take(2, from: consumer.source(queue: "q"))
            #expect(deliveries.first?.body == body)
        }
    }

    @Test("what our encoder refuses does not keep the rest of the batch back")
    func unencodable() async throws {
        try await withQueue { publisher, consumer in
            var big = OutgoingMessage.numbered(2)
            big.properties.headers = ["big": .string(String(repeating: "x", count: 200_000))]
            let batch = [.numbered(0), .numbered(1, to: String(repeating: "k", count: 256)), big, .numbered(3)]
            let outcomes = try await publisher.publish(batch)
            #expect(outcomes[0] == .confirmed && outcomes[3] == .confirmed)
            for outcome in outcomes[1...2] {
                guard case .refused = outcome else { return #expect(Bool(false), "\(outcome)") }
            }
            #expect(try await take(2, from: consumer.source(queue: "q")).map(\.number) == [0, 3])
        }
    }

    @Test("a message that the broker closes the channel for is refused, the others in the batch still go")
    func refusedByBroker() async throws {
        try await withQueue { publisher, consumer in
            var batch = (0..<200).map { OutgoingMessage.numbered($0) }
            for index in [0, 77, 199] { batch[index].properties.userID = "somebody else" }
            let outcomes = try await publisher.publish(batch)
            for (number, outcome) in outcomes.enumerated() {
                switch outcome {
                case .refused(let reason): #expect([0, 77, 199].contains(number) && reason.contains("user_id"))
                default: #expect(outcome == .confirmed && ![0, 77, 199].contains(number))
                }
            }
            // Some went more than once; each arrived, and first arrivals are in order.
            var seen: [Int] = []
            let source = consumer.source(queue: "q")
            while seen.count < 197 {
                for delivery in try await source.some() {
                    if let number = delivery.number, !seen.contains(number) { seen.append(number) }
                }
            }
            #expect(seen == (0..<200).filter { ![0, 77, 199].contains($0) })
        }
    }

    @Test("messages for an exchange that does not exist are returned, the others go")
    func missingExchange() async throws {
        try await withQueue { publisher, _ in
            var batch = (0..<100).map { OutgoingMessage.numbered($0) }
            for index in stride(from: 1, to: 100, by: 2) { batch[index].exchange = "missing" }
            let outcomes = try await publisher.publish(batch)
            for (number, outcome) in outcomes.enumerated() {
                switch outcome {
                case .returned(let code, _): #expect(code == 404 && number % 2 == 1)
                default: #expect(outcome == .confirmed && number % 2 == 0)
                }
            }
        }
    }

    @Test("an exchange that is not ours returns the message with 403, and the connection goes on")
    func foreignExchange() async throws {
        try await TestBroker.withVirtualHost { configuration in
            let broker = try TestBroker()
            var narrow = configuration
            narrow.user = "narrow-\(configuration.virtualHost)"
            try await broker.put("users/\(narrow.user)", #"{"password":"\#(narrow.password)","tags":""}"#)
            try await broker.put(
                "permissions/\(narrow.virtualHost)/\(narrow.user)",
                #"{"configure":"","write":"^amq\\.direct$","read":""}"#)
            try await withServices(narrow) { publisher, _ in
                var foreign = OutgoingMessage.numbered(1)
                foreign.exchange = "amq.topic"
                var own = foreign
                own.exchange = "amq.direct"
                let outcomes = try await publisher.publish([own, foreign, own])
                guard case .returned(403, _) = outcomes[1] else { return #expect(Bool(false), "\(outcomes[1])") }
                #expect(outcomes[0] == .returned(code: 312, reason: "NO_ROUTE") && outcomes[2] == outcomes[0])
            }
            try await broker.delete("users/\(narrow.user)")
        }
    }

    @Test("publishing waits while there is no connection, and stops waiting when cancelled")
    func cancelled() async throws {
        let configuration = AMQPConfiguration(port: 1, user: "u", password: "p")
        try await withServices(configuration) { publisher, _ in
            let waiting = Task { try await publisher.publish([.numbered(0)]) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            try await eventually { publisher.lastError?.code == .connectFailed }
        }
    }

    @Test("after shutdown publishing throws")
    func afterShutdown() async throws {
        let publisher = AMQPPublisher(configuration: try TestBroker().configuration, logger: .quiet)
        let running = Task { try await publisher.run() }
        running.cancel()
        try await running.value
        let error = await #expect(throws: AMQPError.self) { try await publisher.publish([.numbered(0)]) }
        #expect(error?.code == .shutDown)
    }
}
