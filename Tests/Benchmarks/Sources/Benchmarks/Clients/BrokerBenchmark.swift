import AMQP
import Messaging

/// The AMQP client alone, beside C programs on librabbitmq's own calls.
struct BrokerBenchmark: Sendable {
    let ground: Ground
    let runs: Int
    let events: Int

    func figures() async throws -> [Figure] {
        let schema = HopSchema(ground: ground)
        try await schema.makeDatabase()
        try await schema.declareQueues()
        var published: [Sample] = []
        var consumed: [Sample] = []
        var publishFloor: [Sample] = []
        var consumeFloor: [Sample] = []
        for run in 0...runs {
            try await schema.clear()
            let lowPublish = try FloorProgram.publish(
                ground, exchange: HopSchema.exchange, key: "intake.request.accepted.330402", count: events
            ).run()
            let lowConsume = try FloorProgram.consume(ground, queue: "hop.in", count: events).run()
            try await schema.clear()
            let publish = try await publish()
            let consume = try await consume()
            guard run > 0 else { continue }
            publishFloor.append(Sample(lowPublish.rate, lowPublish.cost))
            consumeFloor.append(Sample(lowConsume.rate, lowConsume.cost))
            published.append(publish)
            consumed.append(consume)
        }
        return [
            Figure(
                "AMQP publish, confirmed", unit: "messages/s", ours: published.map(\.rate),
                floor: publishFloor.map(\.rate)),
            Figure(
                "AMQP publish, processor time", unit: "µs/message", better: .less, ours: published.map(\.cost),
                floor: publishFloor.map(\.cost)),
            Figure("AMQP consume", unit: "messages/s", ours: consumed.map(\.rate), floor: consumeFloor.map(\.rate)),
            Figure(
                "AMQP consume, processor time", unit: "µs/message", better: .less, ours: consumed.map(\.cost),
                floor: consumeFloor.map(\.cost)),
        ]
    }

    private struct Sample {
        let rate: Double
        let cost: Double

        init(_ rate: Double, _ cost: Double) {
            self.rate = rate
            self.cost = cost
        }
    }

    private func publish() async throws -> Sample {
        let publisher = AMQPPublisher(configuration: ground.broker, logger: ground.logger)
        let messages = (0..<events).map { _ in Preload.message() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            defer { group.cancelAll() }
            try await eventually(within: .seconds(30), otherwise: "the publisher is not ready") {
                publisher.isReady
            }
            let processor = WallClock.processorSeconds
            let (_, seconds) = try await WallClock.time {
                // Pages of the relay's size, the next one sent while the last one is not confirmed.
                try await withThrowingDiscardingTaskGroup { pages in
                    for start in stride(from: 0, to: events, by: 1000) {
                        let page = Array(messages[start..<min(start + 1000, events)])
                        pages.addTask { _ = try await publisher.publish(page) }
                    }
                }
            }
            return Sample(Double(events) / seconds, (WallClock.processorSeconds - processor) / Double(events) * 1e6)
        }
    }

    private func consume() async throws -> Sample {
        let consumer = AMQPConsumer(configuration: ground.broker, logger: ground.logger)
        let sources = (0..<HopSchema.partitions).map { consumer.source(queue: HopSchema.incoming($0), prefetch: 400) }
        let taken = Tally()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            let start = ContinuousClock.now
            let processor = WallClock.processorSeconds
            group.addTask { try await consumer.run() }
            for source in sources { group.addTask { try await Self.drain(source, into: taken) } }
            try await eventually(
                within: .seconds(120), every: .milliseconds(2),
                otherwise: "after two minutes \(taken.count) of \(events) messages came"
            ) { taken.count >= events }
            return Sample(
                Double(events) / (ContinuousClock.now - start).inSeconds,
                (WallClock.processorSeconds - processor) / Double(events) * 1e6)
        }
    }

    /// As a partition's consumer takes them, without doing anything.
    private static func drain(_ source: AMQPDeliverySource, into tally: Tally) async throws {
        while true {
            let deliveries = try await source.next(limit: 100, within: .milliseconds(5))
            guard let last = deliveries.last else { return }
            try await source.settle(.acknowledge(upTo: last.tag))
            tally.add(deliveries.count)
        }
    }
}
