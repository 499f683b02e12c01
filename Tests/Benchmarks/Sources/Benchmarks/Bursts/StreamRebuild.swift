import AMQP
import City
import Kernel
import Logging
import Messaging
import Postgres
import Wire

/// A read model rebuilt from the stream `audit.events`: the number of events of each type in each district.
///
/// The suite has no projection that is rebuilt from the stream (its projections are tables that their services keep);
/// this is the smallest consumer that does what such a one would: it reads from the stream's beginning, passes over
/// repeats by each aggregate's version, and counts.
struct StreamRebuild: Sendable {
    let ground: Ground
    let suite: Suite.Measured

    struct Outcome: Sendable {
        let events: Int
        let repeats: Int
        let seconds: Double
        /// Districts and types whose counts are not those of the journals.
        let differences: Int
    }

    private struct Model {
        var versions: [Identifier<AggregateTag>: Int64] = [:]
        /// By district and type.
        var counts: [String: Int] = [:]
        var events = 0
        var repeats = 0

        mutating func take(_ envelope: Envelope) {
            events += 1
            guard envelope.aggregateVersion > versions[envelope.aggregate] ?? 0 else {
                repeats += 1
                return
            }
            versions[envelope.aggregate] = envelope.aggregateVersion
            counts["\((envelope.area.district ?? envelope.area).text) \(envelope.type)", default: 0] += 1
        }
    }

    func run() async throws -> Outcome {
        let published = try await journals()
        let total = published.values.reduce(0, +)
        var broker = ground.broker
        broker.virtualHost = "minqing"
        let consumer = AMQPConsumer(configuration: broker, logger: ground.logger)
        let source = consumer.source(
            queue: CityTopology.auditStream, prefetch: 2000, consumerArguments: ["x-stream-offset": .string("first")])
        let (model, seconds) = try await WallClock.time {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await consumer.run() }
                defer { group.cancelAll() }
                return try await read(source, until: total)
            }
        }
        let keys = Set(published.keys).union(model.counts.keys)
        return Outcome(
            events: model.events, repeats: model.repeats, seconds: seconds,
            differences: keys.count { published[$0] ?? 0 != model.counts[$0] ?? 0 })
    }

    private func read(_ source: AMQPDeliverySource, until total: Int) async throws -> Model {
        var model = Model()
        while model.events - model.repeats < total {
            let deliveries = try await source.next(limit: 1000, within: .zero)
            guard let last = deliveries.last else { break }
            for delivery in deliveries { model.take(try Envelope(delivery.properties)) }
            try await source.settle(.acknowledge(upTo: last.tag))
        }
        return model
    }

    /// The published events of the contexts, counted in their journals.
    private func journals() async throws -> [String: Int] {
        try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.logger) { pool in
            var counts: [String: Int] = [:]
            for context in Suite.names {
                let rows = try await pool.query(
                    "SELECT left(area, 6) || ' ' || type, count(*) FROM \(unescaped: context).journal GROUP BY 1")
                for row in rows {
                    let (name, count) = try row.decode(String.self, Int64.self)
                    counts[name, default: 0] += Int(count)
                }
            }
            return counts
        }
    }
}
