import Kernel
import Logging
import Messaging
import NIOCore

/// Performs what ``QueueSubscriptionState`` asks for; lives on the consumer's event loop.
final class QueueSubscription {
    /// Called when something about readiness or stopping has changed.
    var whenChanged: () -> Void = {}

    private(set) var state: QueueSubscriptionState
    private let queue: String
    private let loop: any EventLoop
    private let logger: Logger
    private let backoff: Backoff
    private var connection: ConnectionHandler?
    private var callers: [ObjectIdentifier: CheckedContinuation<[Delivery], Never>] = [:]
    private var timer: Scheduled<Void>?
    private let actions = ActionLoop<QueueSubscriptionState.Action>()

    init(_ request: SubscriptionRequest, backoff: Backoff, on loop: any EventLoop, logger: Logger) {
        state = QueueSubscriptionState(request)
        queue = request.queue
        self.backoff = backoff
        self.loop = loop
        self.logger = logger
    }

    // MARK: Callers

    func next(
        _ ticket: CallerTicket, limit: Int, within: TimeAmount, _ caller: CheckedContinuation<[Delivery], Never>
    ) {
        // Cancelled before it came here: nobody will ask for it to be found.
        guard !ticket.isCancelled else { return caller.resume(returning: []) }
        callers[ObjectIdentifier(ticket)] = caller
        perform(state.requested(ticket, limit: limit, within: within, now: .now()))
    }

    func cancel(_ ticket: CallerTicket) { perform(state.cancelled(ticket, now: .now())) }

    func settle(_ settlement: Settlement) { perform(state.settled(settlement)) }

    func stop() { perform(state.stopRequested()) }

    func abandon() { perform(state.abandoned()) }

    // MARK: The connection

    func attach(_ connection: ConnectionHandler) {
        self.connection = connection
        perform(state.attached())
    }

    /// The consumer has lost its connection.
    func detach() {
        connection = nil
        perform(state.connectionLost())
    }

    private func perform(_ due: [QueueSubscriptionState.Action]) {
        if !due.isEmpty { actions.run(due) { perform($0) } }
    }

    private func perform(_ action: QueueSubscriptionState.Action) {
        switch action {
        case .openChannel(let epoch):
            let channel = connection?.openChannel(for: self) { _ in }
            let isConnected = connection.map { $0.failure == nil } ?? false
            perform(state.channelOpened(channel, epoch: epoch, isConnected: isConnected))
        case .consume(let method, let prefetch, let channel, let epoch):
            connection?.call(.qos(prefetch: prefetch), on: channel, expecting: [.basicQosOk]) { _ in }
            connection?.call(method, on: channel, expecting: [.basicConsumeOk]) { [weak self] reply in
                guard let self else { return }
                var failure: AMQPError?
                if case .failure(let error) = reply { failure = error }
                perform(state.consumeAnswered(failure, epoch: epoch, now: .now()))
            }
        case .send(let method, let channel): send(method, on: channel)
        case .closeChannel(let channel): connection?.closeChannel(channel)
        case .deliver(let deliveries, let ticket):
            guard let caller = callers.removeValue(forKey: ObjectIdentifier(ticket)) else {
                return logger.outOfTurn("an answer for a caller who does not wait")
            }
            caller.resume(returning: deliveries)
        case .wake(let time):
            timer?.cancel()
            timer = loop.assumeIsolated().scheduleTask(deadline: time) { [weak self] in
                guard let self else { return }
                perform(state.woke(now: .now()))
            }
        case .cancelWake: timer?.cancel()
        case .retry(let attempt, let epoch):
            let wait = TimeAmount(backoff.delay(attempt: attempt, from: SystemRandomSource()))
            loop.assumeIsolated().scheduleTask(in: wait) { [weak self] in
                guard let self else { return }
                perform(state.retryDue(epoch: epoch))
            }
        case .report(let error):
            logger.warning(
                "cannot consume; trying again until it works",
                metadata: [
                    AMQPLoggingKeys.queue: "\(queue)", AMQPLoggingKeys.error: "\(error)",
                    AMQPLoggingKeys.reason: "\(error.reason)",
                ])
        case .changed: whenChanged()
        case .fault(let what): logger.outOfTurn(what)
        }
    }

    private func send(_ method: OutboundMethod, on channel: UInt16) {
        do throws(AMQPError) {
            try connection?.send(method, on: channel)
        } catch {
            // Only a connection that is gone refuses these: the broker requeues.
            logger.debug("a settlement came too late", metadata: [AMQPLoggingKeys.error: "\(error)"])
        }
        connection?.flush()
    }
}

extension QueueSubscription: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) {
        guard case .cancel = method else {
            throw AMQPError(.protocolViolation, reason: "\(method.number) on a consuming channel")
        }
        if let action = state.cancelledByBroker() { perform([action]) }
    }

    func received(_ content: Content) throws(AMQPError) {
        if let action = try state.delivered(content, now: .now()) { perform([action]) }
    }

    func turnEnded() { perform(state.turnEnded(now: .now())) }

    func channelClosed(_ error: AMQPError, over method: MethodNumber?) { perform(state.channelClosed(error)) }

    func connectionLost(_ error: AMQPError) { detach() }
}
