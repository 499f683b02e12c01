import AMQP
import IntakeContract
import Kernel
import Messaging
import ServiceLifecycle
import Wire

/// Fills the incoming queues with accepted requests, as Intake's relay sends them.
struct Preload: Sendable {
    let ground: Ground
    let count: Int

    func run() async throws {
        let publisher = AMQPPublisher(configuration: ground.broker, logger: ground.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            defer { group.cancelAll() }
            var sent = 0
            while sent < count {
                let batch = (0..<min(2000, count - sent)).map { _ in Self.message() }
                guard try await publisher.publish(batch).allSatisfy(\.isConfirmed) else {
                    throw BenchmarkFault("the broker did not take the messages of the preload")
                }
                sent += batch.count
            }
        }
    }

    /// An accepted request of a new aggregate.
    static func message() -> OutgoingMessage {
        let now = WallClock.now
        let aggregate: Identifier<AggregateTag> = .v7(at: now, random: (random(), random()))
        let area = grid
        let envelope = Envelope(
            id: .v7(at: now, random: (random(), random())), type: RequestAccepted.type,
            version: RequestAccepted.version, source: "intake", aggregate: aggregate, aggregateVersion: 1,
            partition: FNV1a.partition(of: aggregate, count: HopSchema.partitions), area: area, occurredAt: now,
            traceparent: nil, correlation: aggregate, causation: nil)
        let body = RequestAccepted(
            category: "环境卫生/垃圾清运", urgency: .general, area: area, skill: "cleaning", round: 1, registeredAt: now)
        return OutgoingMessage(
            exchange: HopSchema.exchange, routingKey: envelope.routingKey, properties: envelope.properties,
            body: body.encoded())
    }

    /// A grid of the demo city.
    static let grid: AreaCode = {
        guard let code = AreaCode("330402001001001") else { preconditionFailure("an area code of 15 digits") }
        return code
    }()

    private static func random() -> UInt64 { UInt64.random(in: 0...UInt64.max) }
}
