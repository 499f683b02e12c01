public import Kernel
public import Logging
public import Messaging
import Metrics
public import Postgres
public import ServiceLifecycle
import Wire

/// Publishes a context's journal: one leader of all the processes of the context, by a session advisory lock, and only a
/// process whose broker answers.
public struct JournalRelay: Service {
    private let pool: PostgresPool
    private let store: any JournalStore
    private let publisher: any MessagePublisher
    private let signal: RelaySignal
    private let random: any RandomSource
    private let lockName: String
    private let exchange: String
    private let poll: Duration
    private let brokerPatience: Duration
    private let crash: CrashSwitch
    private let logger: Logger

    /// How often a process that does not lead asks whether it may.
    private static let standBy = Duration.seconds(1)

    /// The connection that held the lock is gone.
    private struct LeadershipLost: Error {}
    /// The lead is given up to a process whose broker answers.
    private struct BrokerLost: Error {}

    /// Makes the relay.
    ///
    /// - Parameters:
    ///   - exchange: where the events go.
    ///   - poll: how long a lost wake-up may cost. Default 50 ms.
    ///   - brokerPatience: how long it leads without a broker.
    public init(
        pool: PostgresPool, source: String, publisher: any MessagePublisher, signal: RelaySignal,
        random: any RandomSource, exchange: String, poll: Duration = .milliseconds(50),
        brokerPatience: Duration = RelayLeadership.patience, crash: CrashSwitch = CrashSwitch(), logger: Logger
    ) {
        self.pool = pool
        store = PostgresJournal(pool: pool, source: source, destination: exchange)
        self.publisher = publisher
        self.signal = signal
        self.random = random
        self.exchange = exchange
        self.poll = poll
        self.brokerPatience = brokerPatience
        self.crash = crash
        self.logger = logger
        lockName = "journal.\(source).\(exchange)"
    }

    /// Relays until it is shut down, or stands by while another process leads.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await pollForever() }
                group.addTask { await leadForever() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func pollForever() async {
        while (try? await Task.sleep(for: poll)) != nil { signal.wake() }
    }

    /// Leads, and after a failure stands for election again.
    private func leadForever() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                // Not one of the pool's: it is closed however leading ends, and the lock with it.
                try await pool.withConnectionOfItsOwn { connection in
                    let leadership = try await win(connection)
                    failures = 0
                    try await lead(connection, leadership)
                }
                try await Task.sleep(for: Self.standBy)
            } catch is BrokerLost {
                logger.warning("the lead is given up: no broker answers here", metadata: ["exchange": "\(exchange)"])
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                logger.warning(
                    "relay interrupted",
                    metadata: ["error": "\(ErrorText.loggable(error))", "failures": "\(failures)"])
                try? await Task.sleep(
                    for: RetryPolicy.reconnection.delay(afterAttempt: failures, random: random.next()))
            }
        }
    }

    /// Stands by until the lock is this process's, which it asks for while its broker answers.
    private func win(_ connection: PostgresConnection) async throws -> RelayLeadership {
        var leadership = RelayLeadership(patience: brokerPatience)
        while true {
            observe(&leadership)
            guard leadership.action == .elect else {
                try await Task.sleep(for: poll)
                continue
            }
            if try await takesLock(connection) { break }
            try await Task.sleep(for: Self.standBy)
        }
        leadership.won()
        return leadership
    }

    private func observe(_ leadership: inout RelayLeadership) {
        leadership.observed(brokerIsReady: publisher.isReady, at: ContinuousClock.now - Self.start)
    }

    /// Where the moments of a leadership are counted from.
    private static let start = ContinuousClock.now

    /// Publishes, unless the broker stays away for too long: a publisher without a connection waits for one.
    private func publish(_ rows: [JournalRow], _ leadership: RelayLeadership) async throws -> [PublishOutcome] {
        let messages = rows.map { $0.message(exchange: exchange) }
        return try await withThrowingTaskGroup(of: [PublishOutcome].self) { group in
            group.addTask { try await publisher.publish(messages) }
            group.addTask {
                var leadership = leadership
                repeat {
                    try await Task.sleep(for: poll)
                    observe(&leadership)
                } while leadership.action == .lead
                throw BrokerLost()
            }
            defer { group.cancelAll() }
            guard let outcomes = try await group.next() else { throw CancellationError() }
            return outcomes
        }
    }

    private func takesLock(_ connection: PostgresConnection) async throws -> Bool {
        try await connection.query("SELECT pg_try_advisory_lock(\(AdvisoryLock.leader.numbers(of: "\(lockName)")))")
            .only(Bool.self)
    }

    /// Works for as long as the connection that holds the lock lives.
    private func lead(_ connection: PostgresConnection, _ leadership: RelayLeadership) async throws {
        var leadership = leadership
        let published = Counter(label: "minqing_journal_published_total", dimensions: [("exchange", exchange)])
        var machine = RelayMachine(cursor: try await store.cursor())
        var wakeUps = signal.wakeUps.makeAsyncIterator()
        while !Task.isCancelled {
            observe(&leadership)
            guard leadership.action == .lead else { throw BrokerLost() }
            switch machine.action {
            case .read(let cursor, let limit):
                machine.read(try await store.page(after: cursor, limit: limit))
            case .publish(let rows):
                crash.pass(.relayBeforePublish)
                let outcomes = try await publish(rows, leadership)
                crash.pass(.relayAfterPublish)
                published.increment(by: outcomes.count(where: \.isConfirmed))
                machine.published(outcomes)
            case .backOff(let attempt):
                try await Task.sleep(
                    for: RetryPolicy.republishing.delay(afterAttempt: attempt, random: random.next()))
                machine.waited()
            case .store(let cursor, let unsendable):
                for parked in unsendable {
                    logger.error(
                        "event cannot be sent",
                        metadata: ["message_id": "\(parked.row.envelope.id)", "reason": "\(parked.reason)"])
                }
                // The lock's own connection stores the cursor's guard: when it is gone, so is leadership.
                _ = try await connection.query("SELECT 1")
                machine.stored(
                    by: try await store.store(cursor, unsendable: unsendable.map { ($0.row, $0.reason) }))
                crash.pass(.relayAfterStore)
            case .rest:
                guard await wakeUps.next() != nil else { return }
                // Another server may answer by now, whose transaction ids are behind those seen: begin again there.
                guard connection.isOpen else { throw LeadershipLost() }
                machine.woken()
            }
        }
        try Task.checkCancellation()
    }
}

extension RetryPolicy {
    /// Between attempts to connect to a server.
    static let reconnection = RetryPolicy(first: .milliseconds(100), longest: .seconds(5), attempts: .max)
    /// Between attempts to publish what the broker did not confirm.
    static let republishing = RetryPolicy(first: .milliseconds(20), longest: .seconds(2), attempts: .max)
}
