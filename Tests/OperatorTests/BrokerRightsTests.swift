import AMQP
import City
import Kernel
import Logging
import Messaging
import TestSupport
import Testing

@testable import SuiteControl

@Suite("What the broker lets its users do", .timeLimit(.minutes(5)))
struct BrokerRightsTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let ownKey = "dispatch.workorder.offered.330402.p00"

    @Test(
        "a service publishes in its own name and nothing else",
        arguments: [
            (CityTopology.events, ownKey, true),
            (CityTopology.events, "intake.request.accepted.330402.p00", false),
            (CityTopology.events, "dispatchx.workorder.offered.330402.p00", false),
            (CityTopology.commands, CityTopology.intakeCommands, false),
            (CityTopology.layout.exchanges.unrouted, ownKey, false),
            ("", "dispatch.intake-request.p00", false),
        ])
    func service(exchange: String, key: String, may: Bool) async throws {
        try await withUser(.service("dispatch")) { configuration in
            let outcome = try await publish(to: exchange, key: key, as: configuration)
            if may {
                #expect(outcome == .confirmed)
            } else {
                #expect(Self.isForbidden(outcome), "\(outcome)")
            }
        }
    }

    @Test("the call centre pushes commands and cannot publish events")
    func callCentre() async throws {
        try await withUser(.callCentre) { configuration in
            let command = try await publish(
                to: CityTopology.commands, key: CityTopology.intakeCommands, as: configuration)
            #expect(command == .confirmed)
            let event = try await publish(to: CityTopology.events, key: Self.ownKey, as: configuration)
            #expect(Self.isForbidden(event), "\(event)")
        }
    }

    @Test(
        "nobody but the operator reads another's queue or makes one",
        arguments: [BrokerRights.service("registry"), .callCentre])
    func queues(rights: BrokerRights) async throws {
        try await withUser(rights) { configuration in
            for attempt in [Self.read, Self.make] {
                let error = await #expect(throws: AMQPError.self) {
                    try await AMQPConnection.withConnection(configuration, logger: Self.quiet, attempt)
                }
                #expect(error?.code == .accessRefused)
            }
        }
    }

    private static let read: @Sendable (AMQPAdmin) async throws -> Void = { admin in
        _ = try await admin.get(queue: "dispatch.intake-request.p00")
    }
    private static let make: @Sendable (AMQPAdmin) async throws -> Void = { admin in
        try await admin.declare(CityTopology.topology(partitions: 2))
    }

    private static func isForbidden(_ outcome: PublishOutcome) -> Bool {
        if case .returned(code: 403, _) = outcome { true } else { false }
    }

    /// Lends a user of these rights in a virtual host with the city's topology.
    private func withUser(_ rights: BrokerRights, _ body: (AMQPConfiguration) async throws -> Void) async throws {
        let broker = try TestBroker()
        let user = "test-\(UInt64.random(in: .min ... .max))"
        try await broker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: Self.quiet) { admin in
                try await admin.declare(CityTopology.topology(partitions: 1))
            }
            try await broker.put("users/\(user)", #"{"password":"secret","tags":""}"#)
            try await broker.put("permissions/\(configuration.virtualHost)/\(user)", rights.permissions)
            if let topics = rights.topicPermissions {
                try await broker.put("topic-permissions/\(configuration.virtualHost)/\(user)", topics)
            }
            var own = configuration
            own.user = user
            own.password = "secret"
            do {
                try await body(own)
            } catch {
                try await broker.delete("users/\(user)")
                throw error
            }
            try await broker.delete("users/\(user)")
        }
    }

    private func publish(
        to exchange: String, key: String, as configuration: AMQPConfiguration
    ) async throws -> PublishOutcome {
        let publisher = AMQPPublisher(configuration: configuration, logger: Self.quiet)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            let message = OutgoingMessage(
                exchange: exchange, routingKey: key, properties: MessageProperties(messageID: "1"), body: [])
            let outcomes = try await publisher.publish([message])
            group.cancelAll()
            return try #require(outcomes.first)
        }
    }
}
