public import Kernel
public import Logging
public import Messaging
import Metrics
public import Postgres
public import ServiceLifecycle
import Wire

/// Publishes a context's outbox: one leader of all the processes of the context, by a session advisory lock.
public struct OutboxRelay: Service {
    private let pool: PostgresPool
    private let store: any OutboxStore
    private let publisher: any MessagePublisher
    private let signal: RelaySignal
    private let random: any RandomSource
    private let lockName: String
    private let exchange: String
    private let poll: Duration
    private let crash: CrashSwitch
    private let logger: Logger

    /// How often a process that does not lead asks whether it may.
    private static let standBy = Duration.seconds(1)

    /// The connection that held the lock is gone.
    private struct LeadershipLost: Error {}

    /// Makes the relay.
    ///
    /// - Parameters:
    ///   - poll: how long a lost wake-up may cost. Default 50 ms.
    public init(
        pool: PostgresPool, source: String, publisher: any MessagePublisher, signal: RelaySignal,
        random: any RandomSource, exchange: String = CityTopology.events, poll: Duration = .milliseconds(50),
        crash: CrashSwitch = CrashSwitch(), logger: Logger
    ) {
        self.pool = pool
        store = PostgresOutbox(pool: pool, source: source, destination: exchange)
        self.publisher = publisher
        self.signal = signal
        self.random = random
        self.exchange = exchange
        self.poll = poll
        self.crash = crash
        self.logger = logger
        lockName = "outbox.\(source).\(exchange)"
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
                    while try await !takesLock(connection) { try await Task.sleep(for: Self.standBy) }
                    failures = 0
                    try await lead(connection)
                }
                try await Task.sleep(for: Self.standBy)
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                logger.warning(
                    "relay interrupted", metadata: ["error": "\(ErrorText.loggable(error))", "failures": "\(failures)"])
                try? await Task.sleep(
                    for: RetryPolicy.reconnection.delay(afterAttempt: failures, random: random.next()))
            }
        }
    }

    private func takesLock(_ connection: PostgresConnection) async throws -> Bool {
        try await connection.query("SELECT pg_try_advisory_lock(\(AdvisoryLock.leader.numbers(of: "\(lockName)")))")
            .only(Bool.self)
    }

    /// Works for as long as the connection that holds the lock lives.
    private func lead(_ connection: PostgresConnection) async throws {
        let published = Counter(label: "minqing_outbox_published_total", dimensions: [("exchange", exchange)])
        var machine = RelayMachine(cursor: try await store.cursor())
        var wakeUps = signal.wakeUps.makeAsyncIterator()
        while !Task.isCancelled {
            switch machine.action {
            case .read(let cursor, let limit):
                machine.read(try await store.page(after: cursor, limit: limit))
            case .publish(let rows):
                crash.pass(.relayBeforePublish)
                let outcomes = try await publisher.publish(rows.map { $0.message(exchange: exchange) })
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
                // Another server may answer by now, whose transaction ids are behind those seen: begin anew there.
                guard connection.isOpen else { throw LeadershipLost() }
                machine.woken()
            }
        }
        try Task.checkCancellation()
    }
}

extension RetryPolicy {
    /// Between attempts to reach a server.
    static let reconnection = RetryPolicy(first: .milliseconds(100), longest: .seconds(5), attempts: .max)
    /// Between attempts to publish what the broker did not confirm.
    static let republishing = RetryPolicy(first: .milliseconds(20), longest: .seconds(2), attempts: .max)
}
