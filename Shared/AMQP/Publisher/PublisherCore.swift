import Kernel
import Logging
import Messaging
import NIOCore

/// Performs what ``PublisherState`` asks for; lives on the publisher's event loop.
final class PublisherCore {
    private struct Caller {
        let ticket: CallerTicket
        let continuation: CheckedContinuation<[PublishOutcome], any Error>
    }

    private var state: PublisherState
    private let keeper: ConnectionKeeper
    private let loop: any EventLoop
    private let status: PublisherStatus
    private let logger: Logger
    private let backoff: Backoff
    private var callers: [UInt64: Caller] = [:]
    private let actions = ActionLoop<PublisherState.Action>()
    private var hasStarted = false
    private var isClosed = false
    private var whenStopped: [() -> Void] = []

    init(
        _ configuration: AMQPConfiguration, window: Int, on loop: any EventLoop, status: PublisherStatus, logger: Logger
    ) {
        state = PublisherState(window: window, patience: TimeAmount(configuration.confirmTimeout))
        self.loop = loop
        self.status = status
        self.logger = logger
        backoff = configuration.backoff
        keeper = ConnectionKeeper(configuration, on: loop, logger: logger)
        keeper.whenUp = { [weak self] _ in
            guard let self else { return }
            perform(state.connected())
        }
        keeper.whenDown = { [weak self] error in self?.connectionLost(error) }
        keeper.whenFailed = { error in
            status.isBlocked = false
            status.failed(error)
        }
    }

    // MARK: Callers

    func enqueue(
        _ batch: [OutgoingMessage], ticket: CallerTicket,
        continuation: CheckedContinuation<[PublishOutcome], any Error>
    ) {
        // Cancelled before it came here: nobody will ask for it to be found.
        guard !ticket.isCancelled else {
            return continuation.resume(throwing: CancellationError())
        }
        guard let job = state.enqueued(batch) else { return continuation.resume(throwing: AMQPError(.shutDown)) }
        callers[job] = Caller(ticket: ticket, continuation: continuation)
        perform([.pump])
    }

    func cancel(_ ticket: CallerTicket) {
        guard let job = callers.first(where: { $0.value.ticket === ticket })?.key else { return }
        perform(state.cancelled(job))
    }

    // MARK: Life

    func start(whenStopped: @escaping () -> Void) {
        guard !isClosed else { return whenStopped() }
        self.whenStopped.append(whenStopped)
        if !hasStarted { keeper.start() }
        hasStarted = true
    }

    /// Takes nothing more, waits for what is under way as long as `patience`, then closes.
    func stop(patience: TimeAmount) {
        loop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            guard let self else { return }
            perform(state.patienceEnded())
        }
        perform(state.stopRequested())
    }

    private func close() {
        isClosed = true
        keeper.stop { [self] in
            let waiting = whenStopped
            whenStopped = []
            for completion in waiting { completion() }
        }
    }

    // MARK: Actions

    private func perform(_ due: [PublisherState.Action]) {
        if !due.isEmpty { actions.run(due) { perform($0) } }
    }

    private func perform(_ action: PublisherState.Action) {
        switch action {
        case .pump: pump()
        case .finish(let job): answer(job.job) { $0.resume(returning: job.outcomes) }
        case .release(let job): answer(job) { $0.resume(throwing: CancellationError()) }
        case .count(let counts): status.count(counts)
        case .openChannel(let epoch):
            let channel = keeper.connection?.openChannel(for: self) { _ in }
            let isConnected = keeper.connection.map { $0.failure == nil } ?? false
            perform(state.channelOpened(channel, epoch: epoch, isConnected: isConnected))
        case .selectConfirms(let channel, let epoch):
            keeper.connection?.call(.confirmSelect, on: channel, expecting: [.confirmSelectOk]) { [weak self] reply in
                // What failed with the channel or the connection is heard from them.
                guard let self, case .success = reply else { return }
                let isBlocked = keeper.connection?.isBlocked ?? false
                perform(state.confirmsSelected(epoch: epoch, isBlocked: isBlocked, now: .now()))
            }
        case .ready(let isReady): status.isReady = isReady
        case .blocked(let isBlocked): status.isBlocked = isBlocked
        case .reopen(let failures, let epoch):
            schedule(in: TimeAmount(backoff.delay(attempt: failures, from: SystemRandomSource()))) { core in
                core.perform(core.state.reopenDue(epoch: epoch))
            }
        case .watch(let deadline):
            schedule(in: deadline - .now()) { core in core.perform(core.state.watchDue(now: .now())) }
        case .giveUpConnection: keeper.connection?.fail(AMQPError(.confirmTimeout))
        case .reportRefusal(let exchange, let error):
            logger.warning(
                "the broker refuses a message",
                metadata: [AMQPLoggingKeys.exchange: "\(exchange)", AMQPLoggingKeys.error: "\(error)"])
        case .reportStrangeReturn(let exchange):
            logger.warning(
                "a message came back that was not sent", metadata: [AMQPLoggingKeys.exchange: "\(exchange)"])
        case .close: close()
        case .fault(let what): logger.outOfTurn(what)
        }
    }

    private func schedule(in time: TimeAmount, _ body: @escaping (PublisherCore) -> Void) {
        loop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            if let self { body(self) }
        }
    }

    private func answer(_ job: UInt64, with resume: (CheckedContinuation<[PublishOutcome], any Error>) -> Void) {
        guard let caller = callers.removeValue(forKey: job) else {
            return logger.outOfTurn("outcomes for a caller who does not wait")
        }
        resume(caller.continuation)
    }

    /// Sends what the window, the socket and the broker allow.
    private func pump() {
        var isTaken = true
        repeat {
            isTaken = encode()
            perform(state.sendingPaused(now: .now()))
            keeper.connection?.flush()
        } while isTaken && keeper.connection?.isWritable == true && state.canSend
    }

    /// - Returns: false where the connection took a message no more.
    private func encode() -> Bool {
        guard let connection = keeper.connection else { return false }
        while connection.isWritable, let next = state.nextToSend() {
            do throws(AMQPError) {
                try connection.publish(next.message, on: next.channel)
                state.sent(next.entry)
            } catch {
                guard error.code == .unencodable else {
                    state.notSent(next.entry)
                    return false
                }
                state.unencodable(next.entry, error)
            }
        }
        return true
    }
}

extension PublisherCore: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) { try state.received(method, now: .now()) }

    func received(_ content: Content) throws(AMQPError) {
        if let action = try state.returned(content) { perform([action]) }
    }

    func turnEnded() { perform([.pump]) }

    func becameWritable() { perform([.pump]) }

    func blockedChanged(_ isBlocked: Bool) {
        logger.warning(isBlocked ? "the broker takes no messages for now" : "the broker takes messages again")
        perform(state.blockedChanged(isBlocked, now: .now()))
    }

    func channelClosed(_ error: AMQPError, over method: MethodNumber?) {
        perform(state.channelClosed(error, over: method))
    }

    func connectionLost(_ error: AMQPError) { perform(state.connectionLost()) }
}
