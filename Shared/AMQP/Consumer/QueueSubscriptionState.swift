import DequeModule
import Messaging
import NIOCore

/// One queue's consumer over all reconnections: events go in, what is to be done comes out.
///
/// Pure: it has no channel, no clock and no timer. An event that only a fault of ours can bring out of turn gives
/// ``Action/fault(_:)``; one that the broker or a race can bring late has an action of its own, or none.
struct QueueSubscriptionState {
    enum Action: Equatable {
        /// Ask the connection for a channel and report it with ``channelOpened(_:epoch:isConnected:)``.
        case openChannel(epoch: UInt64)
        /// Limit what the broker sends ahead, then subscribe.
        case consume(OutboundMethod, prefetch: UInt16, channel: UInt16, epoch: UInt64)
        case send(OutboundMethod, channel: UInt16)
        case closeChannel(UInt16)
        case deliver([Delivery], to: CallerTicket)
        /// Report the time then with ``woke(now:)``; there is one such timer, and the last one counts.
        case wake(at: NIODeadline)
        case cancelWake
        /// Report with ``retryDue(epoch:)`` after the wait that follows so many failures.
        case retry(attempt: Int, epoch: UInt64)
        case report(AMQPError)
        /// Whether deliveries can come, or whether it is over, may be different now.
        case changed
        /// A fault of ours: an event that cannot come in this phase.
        case fault(String)
    }

    private enum Phase: Equatable {
        /// No connection.
        case detached
        /// A connection, and a while until the next attempt.
        case waiting
        /// The connection was asked for a channel.
        case opening
        case subscribing(UInt16)
        case active(UInt16)
        case stopped
    }

    /// One caller waiting for deliveries.
    private struct Request {
        let ticket: CallerTicket
        let limit: Int
        let within: TimeAmount
    }

    private let request: SubscriptionRequest
    private var phase = Phase.detached
    /// The number of the present channel, or of the last one; 0 before the first.
    private(set) var epoch: UInt64 = 0
    private var ledger = DeliveryLedger()
    private var buffer = DeliveryBuffer()
    private var resumeOffset: Int64?
    private var requests: Deque<Request> = []
    private var wakeTime: NIODeadline?
    private var prefetch: UInt16
    private var attempt = 0
    private var reported: AMQPError?
    private var isStopping = false
    private var wasCancelledByBroker = false
    /// The last delivery of this turn that a stream repeats.
    private var seenBefore: UInt64?
    /// The time of this turn's arrivals: the clock is read once per turn.
    private var turnTime: NIODeadline?

    init(_ request: SubscriptionRequest) {
        self.request = request
        prefetch = request.prefetch
    }

    /// Whether deliveries can come.
    var isActive: Bool { if case .active = phase { true } else { false } }

    var isStopped: Bool { phase == .stopped }

    /// Deliveries of the present channel that are not settled, those that nobody has asked for included.
    var unsettled: Int { ledger.unsettled }

    /// Deliveries that nobody has asked for yet.
    var buffered: Int { buffer.count }

    private var channel: UInt16? {
        switch phase {
        case .subscribing(let channel), .active(let channel): channel
        case .detached, .waiting, .opening, .stopped: nil
        }
    }

    // MARK: Callers

    /// A caller asks for deliveries.
    mutating func requested(_ ticket: CallerTicket, limit: Int, within: TimeAmount, now: NIODeadline) -> [Action] {
        guard !isStopping else { return [.deliver([], to: ticket)] }
        requests.append(Request(ticket: ticket, limit: limit, within: within))
        return serve(now)
    }

    /// A caller no longer waits; one that has its answer already is not found.
    mutating func cancelled(_ ticket: CallerTicket, now: NIODeadline) -> [Action] {
        guard let index = requests.firstIndex(where: { $0.ticket === ticket }) else { return [] }
        requests.remove(at: index)
        return [.deliver([], to: ticket)] + serve(now)
    }

    /// Deliveries of the present channel are settled; those of an earlier one were requeued by the broker long ago.
    ///
    /// Without a channel nothing is sent, and the ledger remembers: a stream need not repeat them.
    mutating func settled(_ settlement: Settlement) -> [Action] {
        let method: OutboundMethod?
        switch settlement {
        case .acknowledge(let tag) where tag.epoch == epoch: method = ledger.acknowledge(upTo: tag.number)
        case .acknowledgeOne(let tag) where tag.epoch == epoch: method = ledger.acknowledgeOne(tag.number)
        case .reject(let tag) where tag.epoch == epoch: method = ledger.reject(tag.number)
        case .acknowledge, .acknowledgeOne, .reject, .none: method = nil
        }
        guard let method, let channel else { return [] }
        let send = Action.send(method, channel: channel)
        return isStopping ? [send] + finishIfSettled() : [send]
    }

    /// Delivers nothing more, and closes the channel as soon as everything that was delivered to callers is settled.
    ///
    /// Why not cancel the consumer first: deliveries are on their way when the broker answers, and a single active
    /// consumer that is cancelled is replaced at once; what it still held comes back behind what its successor has
    /// got. A channel that closes gives everything back in one step, in order.
    mutating func stopRequested() -> [Action] {
        guard !isStopping else { return [] }
        isStopping = true
        return answerEveryone() + finishIfSettled() + [.changed]
    }

    /// Whatever is not settled is given up.
    mutating func abandoned() -> [Action] {
        isStopping = true
        return isStopped ? [] : finish()
    }

    // MARK: The connection

    /// A connection is up.
    mutating func attached() -> [Action] {
        guard phase == .detached else { return [.fault("a connection for a subscription in phase \(phase)")] }
        attempt = 0
        prefetch = request.prefetch
        return subscribe()
    }

    /// The connection gave a channel, or none: it has broken, or has no number left.
    ///
    /// It comes late where the connection broke, or the subscription was given up, while the channel was opened.
    mutating func channelOpened(_ channel: UInt16?, epoch: UInt64, isConnected: Bool) -> [Action] {
        guard phase == .opening, epoch == self.epoch else { return channel.map { [.closeChannel($0)] } ?? [] }
        guard let channel else {
            phase = .detached
            // Of a connection that broke the loss is heard; the next one will be attached.
            guard isConnected else { return [.changed] }
            return failed(AMQPError(.channelClosed, reason: "the connection has no channel left"))
        }
        phase = .subscribing(channel)
        let consume = request.consume(epoch: epoch, from: resumeOffset)
        return [.consume(consume, prefetch: prefetch, channel: channel, epoch: epoch)]
    }

    /// The broker has subscribed us, or it could not be asked; late where the channel is gone already.
    mutating func consumeAnswered(_ error: AMQPError?, epoch: UInt64, now: NIODeadline) -> [Action] {
        guard epoch == self.epoch, case .subscribing(let channel) = phase else { return [] }
        guard let error else {
            phase = .active(channel)
            reported = nil
            attempt = 0
            // Before anybody gets a delivery: who has one may ask whether we are ready.
            return [.changed] + serve(now)
        }
        // What failed with the channel or the connection is heard from them.
        guard error.code == .unencodable else { return [] }
        // Nothing was sent, so nobody will close the channel for us.
        return [.closeChannel(channel)] + leaveChannel() + failed(error)
    }

    /// A delivery arrived.
    mutating func delivered(_ content: Content, now: @autoclosure () -> NIODeadline) throws(AMQPError) -> Action? {
        guard case .deliver(let notice) = content.method else {
            throw AMQPError(.protocolViolation, reason: "\(content.method.number) on a consuming channel")
        }
        guard channel != nil else { return .fault("a delivery for a subscription in phase \(phase)") }
        let offset = request.isStream ? content.properties.headers.integer("x-stream-offset") : nil
        try ledger.delivered(number: notice.number, offset: offset)
        if let offset, let resumeOffset, offset < resumeOffset {
            // A stream starts with the chunk that the offset lies in: what comes before it was settled long ago.
            seenBefore = notice.number
            return nil
        }
        let time = turnTime ?? now()
        turnTime = time
        let delivery = Delivery(
            tag: DeliveryTag(epoch: epoch, number: notice.number), exchange: notice.exchange,
            routingKey: notice.routingKey, properties: content.properties, body: content.body,
            redelivered: notice.redelivered)
        buffer.arrived(delivery, at: time)
        return nil
    }

    /// The broker has cancelled the consumer, as it does where the queue was deleted.
    mutating func cancelledByBroker() -> Action? {
        guard channel != nil else { return .fault("a cancellation for a subscription in phase \(phase)") }
        wasCancelledByBroker = true
        return nil
    }

    /// Everything that had arrived is decoded.
    mutating func turnEnded(now: @autoclosure () -> NIODeadline) -> [Action] {
        turnTime = nil
        guard let channel else { return [] }
        var actions: [Action] = []
        if let number = seenBefore {
            seenBefore = nil
            actions += settled(.acknowledge(upTo: DeliveryTag(epoch: epoch, number: number)))
            guard !isStopped else { return actions }
        }
        if wasCancelledByBroker {
            actions.append(.closeChannel(channel))
            return actions + leaveChannel()
                + failed(AMQPError(.channelClosed, object: request.queue, reason: "the broker cancelled the consumer"))
        }
        if !buffer.isEmpty { actions += serve(now()) }
        guard isOverfull, buffer.count > 1, !isStopping else { return actions }
        // RabbitMQ knows no limit in bytes: what has arrived goes back in order, and fewer messages come ahead.
        prefetch = UInt16(clamping: max(1, buffer.count / 2))
        actions.append(.closeChannel(channel))
        return actions + leaveChannel()
            + failed(AMQPError(.bufferFull, object: request.queue, reason: "prefetching \(prefetch) from now on"))
    }

    /// The broker has closed the channel.
    mutating func channelClosed(_ error: AMQPError) -> [Action] {
        guard channel != nil else { return [.fault("a closed channel for a subscription in phase \(phase)")] }
        let named = AMQPError(error.code, replyCode: error.replyCode, object: request.queue, reason: error.reason)
        return leaveChannel() + failed(named)
    }

    /// The connection is gone; heard from it while there is a channel, and from the consumer in any case.
    mutating func connectionLost() -> [Action] {
        switch phase {
        case .detached, .stopped: return []
        case .waiting, .opening, .subscribing, .active: break
        }
        phase = .detached
        buffer.removeAll()
        return [.changed] + (isStopping ? finish() : [])
    }

    /// The time that ``Action/retry(attempt:epoch:)`` gave is over; late where there is another connection by now.
    mutating func retryDue(epoch: UInt64) -> [Action] {
        phase == .waiting && epoch == self.epoch ? subscribe() : []
    }

    /// The time that ``Action/wake(at:)`` gave has come.
    mutating func woke(now: NIODeadline) -> [Action] {
        wakeTime = nil
        return serve(now)
    }

    /// Forgets the channel before this one; of a stream, how far it was settled is kept.
    private mutating func subscribe() -> [Action] {
        if let offset = ledger.resumeOffset { resumeOffset = max(offset, resumeOffset ?? offset) }
        epoch += 1
        ledger = DeliveryLedger()
        buffer.removeAll()
        // A connection that fails within a turn never ends it, and a number means another delivery on another channel.
        seenBefore = nil
        turnTime = nil
        wasCancelledByBroker = false
        phase = .opening
        return [.openChannel(epoch: epoch)]
    }

    /// Without a channel the ledger stays: what a caller settles until there is one again, a stream need not repeat.
    private mutating func leaveChannel() -> [Action] {
        phase = .waiting
        buffer.removeAll()
        return [.changed]
    }

    private mutating func failed(_ error: AMQPError) -> [Action] {
        phase = .waiting
        var actions: [Action] = []
        if reported?.code != error.code || reported?.replyCode != error.replyCode {
            reported = error
            actions.append(.report(error))
        }
        guard !isStopping else { return actions + finish() }
        defer { attempt += 1 }
        return actions + [.retry(attempt: attempt, epoch: epoch)]
    }

    private mutating func finish() -> [Action] {
        var actions = channel.map { [Action.closeChannel($0)] } ?? []
        if wakeTime != nil { actions.append(.cancelWake) }
        wakeTime = nil
        phase = .stopped
        buffer.removeAll()
        return actions + answerEveryone() + [.changed]
    }

    /// What no caller has asked for is at the ledger's end, so the rest of the unsettled is with our callers.
    ///
    /// Without a channel there is nothing to wait for.
    private mutating func finishIfSettled() -> [Action] {
        !isStopped && (channel == nil || ledger.unsettled == buffer.count) ? finish() : []
    }

    // MARK: Deliveries to callers

    private mutating func answerEveryone() -> [Action] {
        defer { requests = [] }
        return requests.map { .deliver([], to: $0.ticket) }
    }

    /// More waits than may: nobody waits for company, and what nobody asks for goes back.
    private var isOverfull: Bool { buffer.bytes > request.bufferLimit }

    private mutating func serve(_ now: NIODeadline) -> [Action] {
        var actions: [Action] = []
        var due: NIODeadline?
        serving: while let request = requests.first {
            let within = isOverfull ? .zero : request.within
            switch buffer.answer(limit: request.limit, within: within, now: now) {
            case .take(let count):
                requests.removeFirst()
                actions.append(.deliver(buffer.take(count), to: request.ticket))
            case .waitUntil(let time):
                due = time
                break serving
            case .wait: break serving
            }
        }
        if due != wakeTime { actions.append(due.map { .wake(at: $0) } ?? .cancelWake) }
        wakeTime = due
        return actions
    }
}
