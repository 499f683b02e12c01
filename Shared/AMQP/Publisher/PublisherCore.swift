import DequeModule
import Kernel
import Logging
import Messaging
import NIOCore
import Synchronization

/// The publisher's state on its event loop: what waits to be sent, what waits for its confirm, and the channel.
///
/// What the broker says of the channel is in `PublisherChannel.swift`.
final class PublisherCore {
    /// Messages without an answer may not span more than this many windows of numbers, however few they are.
    private static let widestSpan = 16

    private enum Life { case running, draining, stopped }

    let keeper: ConnectionKeeper
    let loop: any EventLoop
    let window: Int
    let status: PublisherStatus
    let logger: Logger
    let backoff: Backoff
    var queue: Deque<PublishEntry> = []
    var ring = ConfirmRing<PublishEntry>()
    var bisection = Bisection()
    var watch: ConfirmWatch
    /// The jobs that got an outcome in this turn.
    var touched: [PublishJob] = []
    var channel: UInt16?
    private var isConfirming = false
    private var isPumping = false
    var channelFailures = 0
    private var confirmTimer: Scheduled<Void>?
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
        watch = ConfirmWatch(patience: TimeAmount(configuration.confirmTimeout))
        keeper = ConnectionKeeper(configuration, on: loop, logger: logger)
        keeper.whenUp = { [weak self] _ in self?.openChannel() }
        keeper.whenFailed = { error in
            status.isBlocked = false
            status.failed(error)
        }
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

    func openChannel() {
        guard let connection = keeper.connection, life != .stopped else { return }
        channel = connection.openChannel(for: self) { [weak self] reply in
            guard let self, case .success = reply, let channel, let connection = keeper.connection else { return }
            connection.call(.confirmSelect, on: channel, expecting: [.confirmSelectOk]) { [weak self] reply in
                guard let self, case .success = reply else { return }
                isConfirming = true
                status.isReady = true
                status.isBlocked = keeper.connection?.isBlocked ?? false
                pump()
            }
        }
    }

    /// Sends what the window, the socket and the broker allow.
    func pump() {
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
            if ring.outstanding == 0 { bisection.answered() } else { watch.published(at: .now()) }
            connection.flush()
        } while connection.isWritable && ring.outstanding < window && ring.span < window * Self.widestSpan
            && bisection.allowsAnother && !queue.isEmpty
        awaitConfirms()
    }

    /// Wakes up at the moment at which the connection would have to be given up.
    private func awaitConfirms() {
        guard confirmTimer == nil, let deadline = watch.deadline else { return }
        confirmTimer = loop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            confirmTimer = nil
            guard let deadline = watch.deadline else { return }
            if deadline <= .now() { keeper.connection?.fail(AMQPError(.confirmTimeout)) } else { awaitConfirms() }
        }
    }

    func settle(_ entry: PublishEntry, _ outcome: PublishOutcome) {
        entry.job.settle(entry.index, outcome)
        status.count(outcome)
        if entry.job.isComplete { touched.append(entry.job) }
    }

    func finishTouched() {
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

    func forgetChannel() {
        channel = nil
        watch.reset()
        isConfirming = false
        status.isReady = false
    }
}
