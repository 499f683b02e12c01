import AMQP
import Kernel
import Messaging
import Postgres
import Reliability
import ServiceLifecycle

/// One hop: consume → decide → state + inbox + outbox → commit → relay → confirmed publish.
struct HopBenchmark: Sendable {
    let ground: Ground
    let runs: Int
    let events: Int

    private var schema: HopSchema { HopSchema(ground: ground) }

    func figures() async throws -> [Figure] {
        try await schema.makeDatabase()
        try await schema.declareQueues()
        var floor: [Double] = []
        var ours: [Double] = []
        var cost: [Double] = []
        var all: [Double] = []
        var allFloor: [Double] = []
        let servers = ServerTime(ground: ground)
        // One of each first, which nobody counts: caches and statistics are then the same for all.
        for run in 0...runs {
            try await prepare()
            let beforeFloor = try servers.now()
            let below = try HopFloor(ground: ground, events: events).run()
            let floorTime = try servers.now() - beforeFloor
            try await prepare()
            let before = try servers.now()
            let measured = try await hop()
            let time = try servers.now() - before
            guard run > 0 else { continue }
            all.append(time / Double(events) * 1e6 + measured.cost)
            allFloor.append(floorTime / Double(events) * 1e6)
            floor.append(below)
            ours.append(measured.rate)
            cost.append(measured.cost)
            Report.say("  run \(run): \(Figure.short(measured.rate)) events/s, floor \(Figure.short(below))")
        }
        return [
            Figure("hop", unit: "events/s", target: 10_000, ours: ours, floor: floor),
            Figure("hop, our processor time", unit: "µs/event", better: .less, ours: cost),
            Figure(
                "hop, processor time with the servers", unit: "µs/event", better: .less, ours: all, floor: allFloor),
        ]
    }

    private func prepare() async throws {
        try await schema.clear()
        try await Preload(ground: ground, count: events).run()
    }

    /// From the start of the consumers to the last confirm.
    private func hop() async throws -> (rate: Double, cost: Double) {
        guard let city = AreaCode(HopSchema.city) else { throw BenchmarkFault("\(HopSchema.city) is no area") }
        let pool = PostgresPool(configuration: schema.service, size: 8, logger: ground.logger)
        let publisher = AMQPPublisher(configuration: ground.broker, logger: ground.logger)
        let counting = CountingPublisher(publisher: publisher)
        let consumer = AMQPConsumer(configuration: ground.broker, logger: ground.logger)
        let signal = RelaySignal()
        let random = SystemRandomSource()
        let work = UnitOfWork(
            pool: pool, partitions: HopSchema.partitions, time: Wall(), random: random, relay: signal)
        let handler = SharedHandler(HopHandler(work: work, scope: Scope(area: city)))
        let relay = OutboxRelay(
            pool: pool, source: "dispatch", publisher: counting, signal: signal, random: random,
            exchange: HopSchema.exchange, logger: ground.logger)
        let inbox = PostgresInbox(pool: pool, partitions: HopSchema.partitions, random: random)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let early: [any Service] = [pool, publisher, relay]
            for service in early { group.addTask { try await service.run() } }
            while !publisher.isReady || !pool.isReady { try await Task.sleep(for: .milliseconds(5)) }
            let start = ContinuousClock.now
            let processor = Wall.processorSeconds
            for partition in 0..<HopSchema.partitions {
                let queue = HopSchema.incoming(partition)
                let partitionConsumer = PartitionConsumer(
                    queue: queue, source: consumer.source(queue: queue, prefetch: 400), handler: handler,
                    inbox: inbox, random: random, logger: ground.logger)
                group.addTask { try await partitionConsumer.run() }
            }
            group.addTask { try await consumer.run() }
            while counting.confirmed.count < events {
                guard ContinuousClock.now - start < .seconds(120) else {
                    throw BenchmarkFault(
                        "after two minutes \(counting.confirmed.count) of \(events) events are through")
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            let seconds = (ContinuousClock.now - start).inSeconds
            let cost = (Wall.processorSeconds - processor) / Double(events) * 1e6
            let out = try await schema.outgoingCount()
            guard out == events else { throw BenchmarkFault("\(out) messages came out of \(events)") }
            group.cancelAll()
            return (Double(events) / seconds, cost)
        }
    }
}
