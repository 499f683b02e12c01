import Logging
import Messaging
import TestSupport
import Testing

@testable import AMQP

@Suite("A publisher whose broker fails it", .timeLimit(.minutes(5)))
struct FailingBrokerTests {
    typealias Script = ScriptedBroker.Script

    private func withPublisher<R: Sendable>(
        _ script: Script, confirmTimeout: Duration = .seconds(60),
        _ body: (AMQPPublisher, ScriptedBroker) async throws -> R
    ) async throws -> R {
        try await ScriptedBroker.with(script) { broker in
            let configuration = AMQPConfiguration(
                port: broker.port, user: "u", password: "p", confirmTimeout: confirmTimeout)
            let publisher = AMQPPublisher(configuration: configuration, logger: .quiet)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await publisher.run() }
                let result = try await body(publisher, broker)
                group.cancelAll()
                return result
            }
        }
    }

    @Test(
        "a channel closed over another method: nobody is blamed, everything goes again once and is confirmed",
        arguments: [1, 4, 100], [MethodNumber.basicAck, .queueDeclare, .confirmSelect])
    func innocent(count: Int, method: MethodNumber) async throws {
        try await withPublisher(.closes(afterMessages: count, over: method)) { publisher, broker in
            let outcomes = try await publisher.publish((0..<count).map { .numbered($0) })
            #expect(outcomes == Array(repeating: .confirmed, count: count))
            #expect(broker.messages == 2 * count)
        }
    }

    @Test(
        "a channel closed over a publication, or over nothing that is named: the only message it can be is refused",
        arguments: [MethodNumber.basicPublish, nil])
    func guilty(method: MethodNumber?) async throws {
        try await withPublisher(.closes(afterMessages: 1, over: method)) { publisher, broker throws in
            #expect(try await publisher.publish([.numbered(0)]) == [.refused(reason: "no")])
            #expect(broker.messages == 1)
        }
    }

    @Test("a channel closed over one of several publications: it is searched for, the innocent are confirmed")
    func searched() async throws {
        try await withPublisher(.closes(afterMessages: 8, over: .basicPublish)) { publisher, broker in
            let outcomes = try await publisher.publish((0..<8).map { .numbered($0) })
            #expect(outcomes == Array(repeating: .confirmed, count: 8))
            #expect(broker.messages == 16)
        }
    }

    @Test(
        "a broker that confirms nothing, or refuses everything, is left, and a later connection takes the messages",
        arguments: [(Script.keepsSilent, PublishOutcome.unknown), (.refuses, .rejected)])
    func left(script: Script, outcome: PublishOutcome) async throws {
        try await withPublisher(script, confirmTimeout: .milliseconds(500)) { publisher, broker in
            // A refusal that comes later than the end of the patience is not heard.
            let first = try await publisher.publish([.numbered(0)])
            #expect(first == [outcome] || first == [.unknown])
            try await eventually("a confirmed message") {
                try await publisher.publish([.numbered(0)]) == [.confirmed]
            }
            #expect(broker.connections > 1)
        }
    }
}
