import DequeModule
import Kernel
import Logging
import Messaging
import NIOCore

/// What to consume, and how.
struct SubscriptionRequest: Sendable {
    let queue: String
    let prefetch: UInt16
    let exclusive: Bool
    let arguments: Headers
}

/// One caller waiting for deliveries.
struct DeliveryRequest {
    let ticket: DeliveryTicket
    let limit: Int
    let within: TimeAmount
    let continuation: CheckedContinuation<[Delivery], Never>
}

/// One queue's consumer on its own channel, over all reconnections; lives on the consumer's event loop.
///
/// What the broker says of the channel is in `QueueSubscriptionChannel.swift`.
final class QueueSubscription {
    private enum Phase {
        /// No channel: no connection, or waiting to try again.
        case detached
        case opening(UInt16?)
        case active(UInt16)
        case stopped
    }

    let request: SubscriptionRequest
    /// Tells the consumer that something about readiness or stopping has changed.
    var whenChanged: () -> Void = {}

    private let loop: any EventLoop
    private let logger: Logger
    private let backoff: Backoff
    var connection: ConnectionHandler?
    private var phase = Phase.detached
    var epoch: UInt64 = 0
    var ledger = DeliveryLedger()
    var buffer = DeliveryBuffer()
    var resumeOffset: Int64?
    private var requests: Deque<DeliveryRequest> = []
    private var timer: Scheduled<Void>?
    private var attempt = 0
    private var logged: AMQPError?
    var isStopping = false
    var wasCancelledByBroker = false
    /// The last delivery of this turn that a stream repeats.
    var seenBefore: UInt64?
    /// The time of this turn's arrivals: one look at the clock a turn.
    var turnTime: NIODeadline?

    init(_ request: SubscriptionRequest, backoff: Backoff, on loop: any EventLoop, logger: Logger) {
        self.request = request
        self.backoff = backoff
        self.loop = loop
        self.logger = logger
    }

    var isStream: Bool { request.arguments["x-stream-offset"] != nil }

    /// Whether deliveries can come.
    var isActive: Bool {
        if case .active = phase { true } else { false }
    }

    var isStopped: Bool {
        if case .stopped = phase { true } else { false }
    }

    // MARK: Callers

    func next(_ request: DeliveryRequest) {
        guard !isStopping, !request.ticket.isCancelled else { return request.continuation.resume(returning: []) }
        requests.append(request)
        serve()
    }

    func cancel(_ ticket: DeliveryTicket) {
        guard let place = requests.firstIndex(where: { $0.ticket === ticket }) else { return }
        requests.remove(at: place).continuation.resume(returning: [])
        serve()
    }

    /// Settles deliveries of the present channel; those of an earlier one were requeued by the broker long ago.
    func settle(_ settlement: Settlement) {
        let method: OutboundMethod?
        switch settlement {
        case .acknowledge(let tag) where tag.epoch == epoch: method = ledger.acknowledge(upTo: tag.number)
        case .acknowledgeOne(let tag) where tag.epoch == epoch: method = ledger.acknowledgeOne(tag.number)
        case .reject(let tag) where tag.epoch == epoch: method = ledger.reject(tag.number)
        default: return
        }
        guard let method, let channel, let connection else { return }
        do throws(AMQPError) {
            try connection.send(method, on: channel)
        } catch {
            // Only a connection that is gone refuses these: the broker requeues.
            logger.debug("a settlement came too late", metadata: [AMQPLoggingKeys.error: "\(error)"])
        }
        if isStopping { finishIfSettled() }
        connection.flush()
    }

    /// Hands out nothing more, and closes the channel as soon as everything handed out is settled.
    ///
    /// Why not cancel the consumer first: deliveries are on their way when the broker answers, and a single active
    /// consumer that is cancelled is replaced at once; what it still held comes back behind what its successor has
    /// got. A channel that closes gives everything back in one step, in order.
    func stop() {
        guard !isStopping else { return }
        isStopping = true
        finishIfSettled()
        serve()
        whenChanged()
    }

    /// Gives up whatever is not settled.
    func abandon() {
        isStopping = true
        finish()
    }

    // MARK: The connection

    func attach(_ connection: ConnectionHandler) {
        self.connection = connection
        attempt = 0
        subscribe()
    }

    var channel: UInt16? {
        switch phase {
        case .opening(let channel): channel
        case .active(let channel): channel
        case .detached, .stopped: nil
        }
    }

    private func subscribe() {
        guard case .detached = phase, let connection, connection.failure == nil else { return }
        guard !isStopping else { return finish() }
        startEpoch()
        var arguments = request.arguments
        if let resumeOffset { arguments["x-stream-offset"] = .integer(resumeOffset) }
        phase = .opening(nil)
        let epoch = epoch
        let opened = connection.openChannel(for: self) { _ in }
        guard let channel = opened else {
            phase = .detached
            // A connection that broke over it has told us; the next one will be attached.
            guard connection.failure == nil else { return }
            return failed(AMQPError(.channelClosed, reason: "no channel to be had"))
        }
        phase = .opening(channel)
        connection.call(.qos(prefetch: request.prefetch), on: channel, expecting: [.basicQosOk]) { _ in }
        let consume = OutboundMethod.consume(
            queue: request.queue, consumerTag: "c\(epoch)", exclusive: request.exclusive, arguments: arguments)
        connection.call(consume, on: channel, expecting: [.basicConsumeOk]) { [weak self] reply in
            guard let self, epoch == self.epoch, case .opening = phase else { return }
            switch reply {
            case .success:
                phase = .active(channel)
                logged = nil
                attempt = 0
                // Before anybody gets a delivery: who has one may ask whether we are ready.
                whenChanged()
                serve()
            case .failure(let error) where error.code == .unencodable:
                // Nothing was sent, so nobody will close the channel for us.
                connection.closeChannel(channel)
                detach()
                failed(error)
            case .failure: break
            }
        }
    }

    /// Forgets the channel before this one; of a stream, where it was settled is kept.
    private func startEpoch() {
        if let offset = ledger.resumeOffset { resumeOffset = max(offset, resumeOffset ?? offset) }
        epoch += 1
        ledger = DeliveryLedger()
        buffer.removeAll()
        // A connection that fails within a turn never ends it, and a number means another delivery on another channel.
        seenBefore = nil
        turnTime = nil
        wasCancelledByBroker = false
    }

    /// Without a channel the ledger stays: what a caller settles until there is one again, a stream need not repeat.
    func detach() {
        phase = .detached
        buffer.removeAll()
        whenChanged()
    }

    func failed(_ error: AMQPError) {
        if logged?.code != error.code || logged?.replyCode != error.replyCode {
            logged = error
            logger.warning(
                "cannot consume; trying again until it works",
                metadata: [
                    AMQPLoggingKeys.queue: "\(request.queue)", AMQPLoggingKeys.error: "\(error)",
                    AMQPLoggingKeys.reason: "\(error.reason)",
                ])
        }
        guard !isStopping else { return finish() }
        let delay = backoff.delay(attempt: attempt, from: SystemRandomSource())
        attempt += 1
        loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
            self?.subscribe()
        }
    }

    func finish() {
        if let channel, let connection { connection.closeChannel(channel) }
        timer?.cancel()
        phase = .stopped
        buffer.removeAll()
        let left = requests
        requests = []
        for request in left { request.continuation.resume(returning: []) }
        whenChanged()
    }

    // MARK: Handing out

    func serve() {
        timer?.cancel()
        timer = nil
        while let request = requests.first {
            if isStopping {
                requests.removeFirst().continuation.resume(returning: [])
                continue
            }
            switch buffer.answer(limit: request.limit, within: request.within, now: .now()) {
            case .take(let count):
                requests.removeFirst()
                request.continuation.resume(returning: buffer.take(count))
            case .waitUntil(let due):
                timer = loop.assumeIsolated().scheduleTask(deadline: due) { [weak self] in self?.serve() }
                return
            case .wait: return
            }
        }
    }

    /// What was not handed out is at the ledger's end, so the rest of the unsettled is in our callers' hands.
    ///
    /// Without a channel there is nothing to wait for.
    private func finishIfSettled() {
        if !isStopped, channel == nil || ledger.unsettled == buffer.count { finish() }
    }
}
