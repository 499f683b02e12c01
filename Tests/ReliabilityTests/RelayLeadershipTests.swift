import Kernel
import Messaging
import Postgres
import Reliability
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The lead among a context's relays")
struct RelayLeadershipTests {
    private func leadership() -> RelayLeadership { RelayLeadership(patience: .seconds(5)) }

    @Test("a process asks for the lock only while its broker answers")
    func election() {
        var leadership = leadership()
        #expect(leadership.action == .standBy)
        leadership.observed(brokerIsReady: false, at: .seconds(1))
        #expect(leadership.action == .standBy)
        leadership.observed(brokerIsReady: true, at: .seconds(2))
        #expect(leadership.action == .elect)
        leadership.observed(brokerIsReady: false, at: .seconds(3))
        #expect(leadership.action == .standBy)
    }

    @Test("a leader gives the lead up after a bounded time without a broker, and not before")
    func resigns() {
        var leadership = leadership()
        leadership.observed(brokerIsReady: true, at: .zero)
        leadership.won()
        leadership.observed(brokerIsReady: false, at: .seconds(10))
        #expect(leadership.action == .lead)
        leadership.observed(brokerIsReady: false, at: .milliseconds(14_999))
        #expect(leadership.action == .lead)
        leadership.observed(brokerIsReady: false, at: .seconds(15))
        #expect(leadership.action == .resign)
        leadership.ended()
        #expect(leadership.action == .standBy)
    }

    @Test("a broker that comes back in time starts the count over")
    func comesBack() {
        var leadership = leadership()
        leadership.won()
        leadership.observed(brokerIsReady: false, at: .seconds(1))
        leadership.observed(brokerIsReady: true, at: .seconds(4))
        leadership.observed(brokerIsReady: false, at: .seconds(5))
        leadership.observed(brokerIsReady: false, at: .seconds(9))
        #expect(leadership.action == .lead)
        leadership.observed(brokerIsReady: false, at: .seconds(10))
        #expect(leadership.action == .resign)
    }

    @Test("of two relays of one journal the one whose broker answers leads; nothing is lost or out of order")
    func handedOver() async throws {
        let exchange = SharedExchange()
        let publishers = [CutOffPublisher(exchange), CutOffPublisher(exchange)]
        let aggregate = Identifier<AggregateTag>(high: 6, low: 6)
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 8, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let signals = [RelaySignal(), RelaySignal()]
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: signals[0])
                func write(_ versions: ClosedRange<Int>) async throws {
                    for version in versions {
                        try await unit.perform(Probe.settings, load: []) { _ in
                            Decision(events: [Probe.draft(version, of: aggregate, version: Int64(version))])
                        }
                    }
                }
                func isPublished(upTo version: Int) async throws -> Bool {
                    try await pool.query("SELECT published FROM journal_cursor").only(Int64.self) == version
                }
                publishers[1].cut()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (publisher, signal) in zip(publishers, signals) {
                        let relay = JournalRelay(
                            pool: pool, source: "probe", publisher: publisher, signal: signal,
                            random: SystemRandomSource(), exchange: Probe.exchange, brokerPatience: .milliseconds(200),
                            logger: Probe.logger)
                        group.addTask { try await relay.run() }
                    }
                    defer { group.cancelAll() }
                    try await write(1...5)
                    try await eventually { try await isPublished(upTo: 5) }
                    #expect(publishers[1].sent == 0)
                    // The leader is cut off in the middle of a page.
                    publishers[0].cut(after: 2)
                    publishers[1].heal()
                    try await write(6...20)
                    try await eventually { try await isPublished(upTo: 20) }
                    #expect(publishers[0].sent == 7)
                    // And back: who had given the lead up takes it again.
                    publishers[1].cut()
                    publishers[0].heal()
                    try await write(21...30)
                    try await eventually { try await isPublished(upTo: 30) }
                }
            }
        }
        // What was sent and not confirmed comes again; in the order of first arrivals nothing is missing.
        var seen: Set<Int64> = []
        let first = exchange.envelopes.map(\.aggregateVersion).filter { seen.insert($0).inserted }
        #expect(first == Array(1...30))
    }
}

/// The broker that all processes publish to.
private final class SharedExchange: Sendable {
    private let arrived = Mutex<[Envelope]>([])

    var envelopes: [Envelope] { arrived.withLock { $0 } }

    func publish(_ message: OutgoingMessage) throws {
        let envelope = try Envelope(message.properties)
        arrived.withLock { $0.append(envelope) }
    }
}

/// One process's way to the broker, which can be cut; while it is, `publish` waits, as the real one does.
private final class CutOffPublisher: MessagePublisher {
    private let exchange: SharedExchange
    /// How many messages still pass; nil while the way is not cut.
    private let left = Mutex<Int?>(nil)
    private let count = Mutex(0)

    init(_ exchange: SharedExchange) { self.exchange = exchange }

    var isReady: Bool { left.withLock { $0 != 0 } }
    var sent: Int { count.withLock { $0 } }

    func cut(after messages: Int = 0) { left.withLock { $0 = messages } }
    func heal() { left.withLock { $0 = nil } }

    func publish(_ batch: [OutgoingMessage]) async throws -> [PublishOutcome] {
        for message in batch {
            while !isReady { try await Task.sleep(for: .milliseconds(1)) }
            left.withLock { left in left = left.map { $0 - 1 } }
            try exchange.publish(message)
            count.withLock { $0 += 1 }
        }
        return batch.map { _ in .confirmed }
    }
}
