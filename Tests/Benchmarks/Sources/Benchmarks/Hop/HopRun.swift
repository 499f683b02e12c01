import AMQP
import Kernel
import Messaging
import Postgres
import Reliability
import ServiceLifecycle

/// One measurement of the hop: queues filled beforehand, the machines wired as a service wires them.
struct HopRun: Sendable {
    let ground: Ground
    let events: Int
    /// After this it is given up.
    var limit = Duration.seconds(120)

    /// What a measurement gave.
    struct Measured: Sendable {
        /// Units: events a second, from the start of the consumers to the last confirm.
        let rate: Double
        /// Units: microseconds of our processor time an event.
        let cost: Double
        /// The longest time without a confirm.
        ///
        /// Units: seconds.
        let standstill: Double
    }

    /// Measures; the second closure runs meanwhile and is cancelled at the end.
    func run(meanwhile: @escaping @Sendable () async throws -> Void = {}) async throws -> Measured {
        let pool = PostgresPool(configuration: HopSchema(ground: ground).service, size: 8, logger: ground.logger)
        let publisher = AMQPPublisher(configuration: ground.broker, logger: ground.logger)
        let counting = CountingPublisher(publisher: publisher)
        let consumer = AMQPConsumer(configuration: ground.broker, logger: ground.logger)
        let signal = RelaySignal()
        let random = SystemRandomSource()
        let work = UnitOfWork(
            pool: pool, partitions: HopSchema.partitions, time: WallClock(), random: random, relay: signal)
        let handler = SharedHandler(HopHandler(work: work))
        let relay = JournalRelay(
            pool: pool, source: "dispatch", publisher: counting, signal: signal, random: random,
            exchange: HopSchema.exchange, logger: ground.logger)
        let inbox = PostgresInbox(pool: pool, partitions: HopSchema.partitions, random: random)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            let early: [any Service] = [pool, publisher, relay]
            for service in early { group.addTask { try await service.run() } }
            try await eventually(within: .seconds(30), otherwise: "publisher and pool are not ready") {
                publisher.isReady && pool.isReady
            }
            let start = ContinuousClock.now
            let processor = WallClock.processorSeconds
            for partition in 0..<HopSchema.partitions {
                let queue = HopSchema.incoming(partition)
                let partitionConsumer = PartitionConsumer(
                    queue: queue, source: consumer.source(queue: queue, prefetch: 400), handler: handler,
                    inbox: inbox, random: random, logger: ground.logger)
                group.addTask { try await partitionConsumer.run() }
            }
            group.addTask { try await consumer.run() }
            group.addTask { try await meanwhile() }
            let standstill = try await awaitConfirms(counting.confirmed, since: start)
            let seconds = (ContinuousClock.now - start).inSeconds
            let cost = (WallClock.processorSeconds - processor) / Double(events) * 1e6
            group.cancelAll()
            return Measured(rate: Double(events) / seconds, cost: cost, standstill: standstill)
        }
    }

    /// Returns the longest time without a confirm, in seconds.
    private func awaitConfirms(_ confirmed: Tally, since start: ContinuousClock.Instant) async throws -> Double {
        var last = (count: 0, at: start)
        var longest = Duration.zero
        try await eventually(
            within: limit, otherwise: "after \(limit) \(last.count) of \(events) events are through"
        ) {
            let count = confirmed.count
            if count > last.count {
                longest = max(longest, ContinuousClock.now - last.at)
                last = (count, .now)
            }
            return last.count >= events
        }
        return longest.inSeconds
    }
}
