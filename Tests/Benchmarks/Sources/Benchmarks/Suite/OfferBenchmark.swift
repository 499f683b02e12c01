import AMQP
import City
import DispatchContract
import Kernel
import Messaging
import Postgres
import Wire

/// Registrations at a steady 200 a second, and how long until each request's offer is heard; what the services need
/// meanwhile, and how fast they are ready.
struct OfferBenchmark {
    let suite: Suite
    let runs: Int
    let seconds: Int

    private static let queue = "bench.offers"
    /// With pauses of 190 ms and an answer in some 10 ms.
    private static let connections = 40
    private static let pause = 190

    func figures() async throws -> [Figure] {
        let ready = try await readiness()
        let load = try await HotlineLoad(suite)
        var rates: [Double] = []
        var p50: [Double] = []
        var p99: [Double] = []
        var cost: [String: [Double]] = [:]
        for run in 0...runs {
            let before = try processorSeconds()
            let (outcome, latencies) = try await measure(load)
            guard run > 0 else {
                try await suite.analyse("minqing")
                continue
            }
            for (name, spent) in try processorSeconds() {
                cost[name, default: []].append((spent - (before[name] ?? 0)) / outcome.requests * 1e6)
            }
            rates.append(outcome.rate)
            p50.append(latencies[latencies.count / 2])
            p99.append(latencies[min(latencies.count - 1, latencies.count * 99 / 100)])
        }
        var figures = [
            Figure("steady registrations", unit: "requests/s", ours: rates),
            Figure("registered to offered, p50", unit: "ms", better: .less, ours: p50),
            Figure("registered to offered, p99", unit: "ms", better: .less, target: 100, ours: p99),
        ]
        for name in Suite.names {
            let process = try suite.process(of: name)
            figures += [
                Figure("\(name), processor time", unit: "µs/registration", better: .less, ours: cost[name] ?? []),
                Figure("\(name), resident", unit: "MB", better: .less, target: 60, ours: [process.resident]),
                Figure("\(name), most resident", unit: "MB", better: .less, target: 60, ours: [process.residentPeak]),
                Figure("\(name), ready after", unit: "ms", better: .less, target: 500, ours: ready[name] ?? []),
            ]
        }
        return figures
    }

    private func readiness() async throws -> [String: [Double]] {
        var times: [String: [Double]] = [:]
        for _ in 0..<runs {
            for name in Suite.names {
                suite.stop(name)
                times[name, default: []].append(try await suite.start(name))
            }
        }
        return times
    }

    private func processorSeconds() throws -> [String: Double] {
        var seconds: [String: Double] = [:]
        for name in Suite.names { seconds[name] = try suite.process(of: name).processorSeconds }
        return seconds
    }

    /// One load; the latencies of all its requests that were offered, sorted, in milliseconds.
    private func measure(_ load: HotlineLoad) async throws -> (HotlineLoad.Outcome, [Double]) {
        var broker = suite.ground.broker
        broker.virtualHost = "minqing"
        let queue = Topology(
            queues: [QueueDeclaration(name: Self.queue, arguments: ["x-queue-type": .string("quorum")])],
            bindings: [
                BindingDeclaration(
                    exchange: CityTopology.events, queue: Self.queue, routingKey: "\(WorkOrderOffered.type).#")
            ])
        try await AMQPConnection.withConnection(broker, logger: suite.ground.logger) { try await $0.declare(queue) }
        let start = WallClock.now
        let seconds = seconds
        let consumer = AMQPConsumer(configuration: broker, logger: suite.ground.logger)
        let source = consumer.source(queue: Self.queue, prefetch: 1000)
        let heard = try await withThrowingTaskGroup(of: [ServiceRequestID: Timestamp]?.self) { group in
            group.addTask {
                try await consumer.run()
                return nil
            }
            group.addTask { try await Self.listen(to: source) }
            let outcome = try await load.runAside(connections: Self.connections, seconds: seconds, pause: Self.pause)
            try await Task.sleep(for: .seconds(1))
            source.stop()
            var heard: [ServiceRequestID: Timestamp] = [:]
            while let next = try await group.next() {
                guard let next else { continue }
                heard = next
                break
            }
            group.cancelAll()
            return (outcome, heard)
        }
        try await AMQPConnection.withConnection(broker, logger: suite.ground.logger) {
            _ = try await $0.delete(queue: Self.queue)
        }
        return (heard.0, try await latencies(since: start, heard: heard.1))
    }

    /// When each request's first offer arrived.
    private static func listen(to source: AMQPDeliverySource) async throws -> [ServiceRequestID: Timestamp] {
        var heard: [ServiceRequestID: Timestamp] = [:]
        try await source.run(limit: 200, within: .zero) { deliveries in
            let now = WallClock.now
            for delivery in deliveries {
                let request = try WorkOrderOffered(decoding: delivery.body).requestID
                heard[request] = heard[request] ?? now
            }
            return .acknowledge(upTo: deliveries.last.tag)
        }
        return heard
    }

    private func latencies(since start: Timestamp, heard: [ServiceRequestID: Timestamp]) async throws -> [Double] {
        let registered = try await PostgresPool.withPool(
            configuration: suite.database, size: 1, logger: suite.ground.logger
        ) { pool in
            // Index: none on the time; this is after the measurement.
            try await pool.query(
                "SELECT id, registered_at FROM intake.requests WHERE registered_at >= \(start)"
            ).map { (id: try $0.decode(ServiceRequestID.self, at: 0), at: try $0.decode(Timestamp.self, at: 1)) }
        }
        let times = registered.compactMap { request in
            heard[request.id].map { ($0 - request.at).inSeconds * 1000 }
        }.sorted()
        guard times.count * 10 >= registered.count * 9, !times.isEmpty else {
            throw BenchmarkFault("\(times.count) of \(registered.count) requests were offered")
        }
        return times
    }
}
