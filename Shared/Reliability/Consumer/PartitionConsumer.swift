public import Kernel
public import Logging
public import Messaging
import Metrics
import Postgres
public import ServiceLifecycle
import Wire

/// Drives a partition's machine: takes deliveries from a queue and hands them to the context.
public struct PartitionConsumer: Service {
    private let queue: String
    private let source: any DeliverySource
    private let handler: any DeliveryHandler
    private let inbox: any InboxStore
    private let random: any RandomSource
    private let time: (any TimeSource)?
    private let crash: CrashSwitch
    private let logger: Logger

    /// Deliveries a transaction.
    ///
    /// Source: PostgreSQL costs 172–239 µs a message at one per transaction, 25 µs at 100.
    public static let batchSize = 100
    /// How long a batch waits for company.
    public static let gathering = Duration.milliseconds(5)

    /// How far a sender's clock may run ahead before it is counted.
    ///
    /// Source: our choice; clocks under NTP differ by milliseconds.
    public static let clockTolerance = Duration.seconds(60)

    /// Makes the consumer of one queue.
    ///
    /// - Parameter time: the city's clock, against which those of the senders are held; nil where none is.
    public init(
        queue: String, source: any DeliverySource, handler: any DeliveryHandler, inbox: any InboxStore,
        random: any RandomSource, time: (any TimeSource)? = nil, crash: CrashSwitch = CrashSwitch(), logger: Logger
    ) {
        self.queue = queue
        self.source = source
        self.handler = handler
        self.inbox = inbox
        self.random = random
        self.time = time
        self.crash = crash
        self.logger = logger
    }

    /// Runs until the source is stopped; the batch in hand is finished and acknowledged first.
    public func run() async throws {
        let applied = Counter(label: "minqing_inbox_applied_total", dimensions: [("queue", queue)])
        var machine = PartitionMachine()
        while !Task.isCancelled {
            do {
                switch machine.action {
                case .receive:
                    let deliveries = try await source.next(limit: Self.batchSize, within: Self.gathering)
                    guard !deliveries.isEmpty else { return }
                    countClocksAhead(deliveries)
                    machine.received(deliveries)
                case .handle(let batch):
                    crash.pass(.consumerBeforeHandle)
                    let outcomes = try await handler.handle(batch)
                    crash.pass(.consumerAfterHandle)
                    applied.increment(by: outcomes.count { $0 == .applied })
                    machine.handled(outcomes)
                case .attempt(let delivery):
                    machine.counted(attempts: try await inbox.recordAttempt(delivery))
                case .recordFailure(let delivery, let error):
                    let disposition = try await inbox.recordFailure(delivery, error: error)
                    report(disposition, delivery, .exhausted, reason: error)
                    machine.recorded()
                case .refuse(let delivery, let refusal):
                    let disposition = try await inbox.refuse(delivery, reason: refusal.reason)
                    report(disposition, delivery, refusal.kind, reason: refusal.reason)
                    machine.recorded()
                case .backOff(let failures):
                    try await Task.sleep(
                        for: RetryPolicy.reconnection.delay(afterAttempt: failures, random: random.next()))
                    machine.waited()
                case .settle(let tag):
                    try await source.settle(.acknowledge(upTo: tag))
                    crash.pass(.consumerAfterSettle)
                    machine.settled()
                }
            } catch is CancellationError {
                return
            } catch {
                let text = ErrorText.loggable(error)
                logger.log(
                    level: machine.isSettingAside ? .warning : .debug, "batch failed",
                    metadata: ["queue": "\(queue)", "error": "\(text)"])
                machine.failed(text, transient: FailureKind.isTransient(error))
            }
        }
    }

    private func countClocksAhead(_ deliveries: [Delivery]) {
        guard let latest = time.map({ $0.now() + Self.clockTolerance }) else { return }
        let ahead = deliveries.count { delivery in
            let time = delivery.properties.headers.string(EnvelopeHeaders.time.name)
            return time.flatMap { Timestamp(iso8601: $0) }.map { $0 > latest } ?? false
        }
        if ahead > 0 {
            Counter(label: "minqing_inbox_clock_ahead_total", dimensions: [("queue", queue)]).increment(by: ahead)
        }
    }

    private func report(_ disposition: Disposition, _ delivery: Delivery, _ kind: Refusal.Kind, reason: String) {
        switch disposition {
        case .waits: log("message failed and waits for a retry", delivery, reason: reason)
        case .dead:
            kind.count(queue: queue)
            log("message dead-lettered", delivery, reason: reason)
        case .ignored: break
        }
    }

    private func log(_ message: Logger.Message, _ delivery: Delivery, reason: String) {
        logger.error(
            message,
            metadata: [
                "queue": "\(queue)", "message_id": "\(delivery.loggableID)", "type": "\(delivery.loggableType)",
                "reason": "\(reason)",
            ])
    }
}
