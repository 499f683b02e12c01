import DequeModule
import Logging
import Messaging
import NIOCore
import Synchronization

/// The publisher's state on its event loop: what waits to be sent, what waits for its confirm, and the channel.
final class PublisherCore {
    /// Messages without an answer may not span more than this many windows of numbers, however few they are.
    private static let widestSpan = 16

    private enum Life { case running, draining, stopped }

    private let keeper: ConnectionKeeper
    private let loop: any EventLoop
    private let window: Int
    private let status: PublisherStatus
    private let logger: Logger
    private let backoff: Backoff
    private var queue: Deque<PublishEntry> = []
    private var ring = ConfirmRing<PublishEntry>()
    private var bisection = Bisection()
    /// The jobs that got an outcome in this turn.
    private var touched: [PublishJob] = []
    private var channel: UInt16?
    private var isConfirming = false
    private var isPumping = false
    private var channelFailures = 0
    private var life = Life.running
    private var whenStopped: [() -> Void] = []

    init(
        _ configuration: AMQPConfiguration, window: Int, on loop: any EventLoop, status: PublisherStatus, logger: Logger
    ) {
        self.loop = loop
        self.window = window
        self.status = status
        self.logger = logger
        backoff = configuration.backoff
        keeper = ConnectionKeeper(configuration, on: loop, logger: logger)
        keeper.whenUp = { [weak self] _ in self?.openChannel() }
        keeper.whenFailed = { error in status.failed(error) }
    }

    // MARK: Callers

    func enqueue(_ job: PublishJob) {
        guard life == .running else { return job.abandon(AMQPError(.shutDown)) }
        guard !job.ticket.isCancelled.load(ordering: .relaxed) else { return job.abandon(CancellationError()) }
        queue.reserveCapacity(queue.count + job.messages.count)
        for index in job.messages.indices { queue.append(PublishEntry(job: job, index: index)) }
        pump()
    }

    /// The caller no longer waits: what was not sent stays here, what was sent is nobody's business any more.
    func cancel(_ ticket: PublishTicket) {
        var jobs: [PublishJob] = []
        for entry in queue where entry.job.ticket === ticket { jobs.append(entry.job) }
        for entry in ring.unanswered where entry.job.ticket === ticket { jobs.append(entry.job) }
        for job in jobs { job.abandon(CancellationError()) }
        queue.removeAll { $0.job.ticket === ticket }
        bisection.reset()
        pump()
    }

    // MARK: Life

    func start(whenStopped: @escaping () -> Void) {
        guard life == .running else { return whenStopped() }
        self.whenStopped.append(whenStopped)
        keeper.start()
    }

    /// Takes nothing more, waits for what is under way as long as `patience`, then closes.
    func stop(patience: TimeAmount) {
        guard life != .stopped else { return }
        life = .draining
        loop.assumeIsolated().scheduleTask(in: patience) { [weak self] in self?.close() }
        closeIfDrained()
    }

    private func closeIfDrained() {
        if life == .draining, queue.isEmpty, ring.outstanding == 0 { close() }
    }

    private func close() {
        guard life != .stopped else { return }
        life = .stopped
        status.isReady = false
        settleEverything(.unknown)
        keeper.stop { [self] in
            let waiting = whenStopped
            whenStopped = []
            for completion in waiting { completion() }
        }
    }

    // MARK: The channel

    private func openChannel() {
        guard let connection = keeper.connection, life != .stopped else { return }
        channel = connection.openChannel(for: self) { [weak self] reply in
            guard let self, case .success = reply, let channel, let connection = keeper.connection else { return }
            connection.call(.confirmSelect, on: channel, expecting: [.confirmSelectOk]) { [weak self] reply in
                guard let self, case .success = reply else { return }
                isConfirming = true
                status.isReady = true
                pump()
            }
        }
    }

    /// Sends what the window, the socket and the broker allow.
    private func pump() {
        // Encoding and flushing call back here when the socket becomes writable in the middle of it.
        guard !isPumping else { return }
        isPumping = true
        defer {
            isPumping = false
            finishTouched()
        }
        guard isConfirming, let channel, let connection = keeper.connection, !connection.isBlocked else { return }
        repeat {
            while connection.isWritable, ring.outstanding < window, ring.span < window * Self.widestSpan,
                bisection.allowsAnother, let entry = queue.popFirst()
            {
                bisection.took()
                if entry.job.isOver || entry.job.isSettled(entry.index) { continue }
                do throws(AMQPError) {
                    try connection.publish(entry.message, on: channel)
                    ring.published(entry)
                } catch {
                    guard error.code == .unencodable else {
                        queue.prepend(entry)
                        return
                    }
                    settle(entry, .refused(reason: "\(error.object ?? "message"): \(error.reason)"))
                }
            }
            if ring.outstanding == 0 { bisection.answered() }
            connection.flush()
        } while connection.isWritable && ring.outstanding < window && ring.span < window * Self.widestSpan
            && bisection.allowsAnother && !queue.isEmpty
    }

    private func settle(_ entry: PublishEntry, _ outcome: PublishOutcome) {
        entry.job.settle(entry.index, outcome)
        status.count(outcome)
        if entry.job.isComplete { touched.append(entry.job) }
    }

    private func finishTouched() {
        let jobs = touched
        touched = []
        for job in jobs { job.finishIfComplete() }
        closeIfDrained()
    }

    private func settleEverything(_ outcome: PublishOutcome) {
        for entry in ring.abandon() + queue {
            entry.job.settleRest(outcome)
            touched.append(entry.job)
        }
        queue = []
        finishTouched()
    }

    private func forgetChannel() {
        channel = nil
        isConfirming = false
        status.isReady = false
    }
}

extension PublisherCore: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) {
        switch method {
        case .ack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                // The return has given this message its outcome.
                if !wasReturned { settle(entry, .confirmed) }
            }
        case .nack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                if !wasReturned { settle(entry, .rejected) }
            }
        default: throw AMQPError(.protocolViolation, reason: "\(method.number) on a publishing channel")
        }
        channelFailures = 0
    }

    func received(_ content: Content) throws(AMQPError) {
        guard case .returned(let notice) = content.method else {
            throw AMQPError(.protocolViolation, reason: "\(content.method.number) on a publishing channel")
        }
        let entry = ring.returned { entry in
            let message = entry.message
            return message.routingKey == notice.routingKey && message.exchange == notice.exchange
                && message.properties.messageID == content.properties.messageID && message.body == content.body
        }
        guard let entry else {
            return logger.warning(
                "a message came back that was not sent", metadata: [AMQPLoggingKeys.exchange: "\(notice.exchange)"])
        }
        settle(entry, .returned(code: Int(notice.replyCode), reason: notice.text))
    }

    func turnEnded() {
        pump()
    }

    func becameWritable() {
        pump()
    }

    func blockedChanged(_ isBlocked: Bool) {
        status.isBlocked = isBlocked
        logger.warning(isBlocked ? "the broker takes no messages for now" : "the broker takes messages again")
        pump()
    }

    func channelClosed(_ error: AMQPError) {
        forgetChannel()
        let unanswered = ring.abandon()
        for entry in unanswered.reversed() { queue.prepend(entry) }
        if !unanswered.isEmpty, bisection.refused(unanswered: unanswered.count) == .guilty, let entry = queue.popFirst() {
            blame(entry, for: error)
        }
        finishTouched()
        // A channel that is refused without having sent anything must not be opened in a hot loop.
        guard unanswered.isEmpty else { return openChannel() }
        let delay = backoff.delay(attempt: channelFailures, random: UInt64.random(in: .min ... .max))
        channelFailures += 1
        loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
            if self?.channel == nil { self?.openChannel() }
        }
    }

    func connectionLost(_ error: AMQPError) {
        forgetChannel()
        status.isBlocked = false
        bisection.reset()
        // What comes later in the same batch must not overtake what is unknown: the caller sends both again, in order.
        for entry in ring.abandon() {
            entry.job.settleRest(.unknown)
            touched.append(entry.job)
        }
        queue.removeAll { $0.job.isComplete }
        finishTouched()
    }

    /// Gives the one message that closed the channel its outcome, and the same to those that would close it too.
    private func blame(_ guilty: PublishEntry, for error: AMQPError) {
        let message = guilty.message
        let outcome: PublishOutcome
        switch error.replyCode {
        case let code? where code == 404 || code == 403: outcome = .returned(code: code, reason: error.reason)
        default: outcome = .refused(reason: error.reason)
        }
        settle(guilty, outcome)
        logger.warning(
            "the broker refuses a message",
            metadata: [AMQPLoggingKeys.exchange: "\(message.exchange)", AMQPLoggingKeys.error: "\(error)"])
        guard case .returned = outcome else { return }
        queue.removeAll { entry in
            let other = entry.message
            guard other.exchange == message.exchange, error.replyCode == 404 || other.routingKey == message.routingKey
            else { return false }
            settle(entry, outcome)
            return true
        }
    }
}
