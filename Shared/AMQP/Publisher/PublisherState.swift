import DequeModule
import Messaging
import NIOCore

/// What waits to be sent, what waits for its confirm, and the channel: events go in, what is to be done comes out.
///
/// Pure: it has no channel, no clock and no timer. An event that only a fault of ours can bring out of turn gives
/// ``Action/fault(_:)``; one that the broker or a race can bring late has an action of its own, or none.
struct PublisherState {
    enum Action: Equatable {
        /// Ask the connection for a channel and report it with ``channelOpened(_:epoch:isConnected:)``.
        case openChannel(epoch: UInt64)
        /// Ask for confirms and report the answer with ``confirmsSelected(epoch:isBlocked:now:)``.
        case selectConfirms(UInt16, epoch: UInt64)
        /// Whether messages can be sent.
        case ready(Bool)
        /// The broker takes no messages for now, or takes them again.
        case blocked(Bool)
        /// Send what ``nextToSend()`` gives, then report ``sendingPaused(now:)``.
        case pump
        case finish(PublishJobs.Finished)
        case count(OutcomeCounts)
        /// The caller, who no longer waits, goes without outcomes.
        case release(UInt64)
        /// Report with ``reopenDue(epoch:)`` after the wait that follows so many failures.
        case reopen(failures: Int, epoch: UInt64)
        /// Report with ``watchDue(now:)`` at that time.
        case watch(until: NIODeadline)
        /// End the connection: nothing is confirmed on it.
        case giveUpConnection
        case reportRefusal(exchange: String, AMQPError)
        case reportStrangeReturn(exchange: String)
        /// Everything has its outcome: close the connection and stay away.
        case close
        /// A fault of ours: an event that cannot come in this phase.
        case fault(String)
    }

    /// A message on its way to the encoder.
    struct Outgoing {
        let entry: PublishEntry
        let message: OutgoingMessage
        let channel: UInt16
    }

    private enum Link: Equatable {
        /// No connection.
        case none
        /// A connection, and a while until the next channel.
        case waiting
        /// The connection was asked for a channel.
        case opening
        case selecting(UInt16)
        case confirming(UInt16)
    }

    private enum Life { case running, draining, stopped }

    /// Messages without an answer may not span more than this many windows of numbers, however few they are.
    private static let widestSpan = 16

    private let window: Int
    private var link = Link.none
    private var life = Life.running
    /// The number of the present channel, or of the last one; 0 before the first.
    private var epoch: UInt64 = 0
    private var isBlocked = false
    private var jobs = PublishJobs()
    private var queue: Deque<PublishEntry> = []
    private var ring = ConfirmRing<PublishEntry>()
    private var bisection = Bisection()
    private var confirmWatch: ConfirmWatch
    private var isWatching = false
    private var channelFailures = 0

    /// - Parameters:
    ///   - window: how many messages may wait for their confirm.
    ///   - patience: how long nothing may be confirmed.
    init(window: Int, patience: TimeAmount) {
        self.window = window
        confirmWatch = ConfirmWatch(patience: patience)
    }

    // MARK: Callers

    /// A batch to be sent; nil where no more are taken.
    mutating func enqueued(_ messages: [OutgoingMessage]) -> UInt64? {
        guard life == .running else { return nil }
        let job = jobs.add(messages)
        queue.reserveCapacity(queue.count + messages.count)
        for index in messages.indices { queue.append(PublishEntry(job: job, index: index)) }
        return job
    }

    /// A caller no longer waits: what was not sent stays here, what was sent is nobody's business any more.
    ///
    /// One that has its outcomes already is let be.
    mutating func cancelled(_ job: UInt64) -> [Action] {
        guard jobs.abandon(job) else { return [] }
        for entry in queue where entry.job == job { jobs.withdraw(entry) }
        queue.removeAll { $0.job == job }
        bisection.reset()
        return [.release(job), .pump]
    }

    /// No more batches are taken, and what is under way is waited for; asked for again, nothing is different.
    mutating func stopRequested() -> [Action] {
        guard life == .running else { return [] }
        life = .draining
        return closeIfDrained()
    }

    /// What is under way has had its time; late where everything was confirmed before.
    mutating func patienceEnded() -> [Action] { life == .stopped ? [] : close() }

    // MARK: The connection

    /// A connection is up.
    mutating func connected() -> [Action] {
        guard link == .none else { return [.fault("a connection for a publisher whose link is \(link)")] }
        return openChannel()
    }

    /// The connection gave a channel, or none where it has broken; late where its loss was heard meanwhile.
    mutating func channelOpened(_ channel: UInt16?, epoch: UInt64, isConnected: Bool) -> [Action] {
        guard link == .opening, epoch == self.epoch else { return [] }
        guard let channel else {
            link = .none
            return isConnected ? [.fault("a connection has no channel for its only user")] : []
        }
        link = .selecting(channel)
        return [.selectConfirms(channel, epoch: epoch)]
    }

    /// The broker confirms from now on; late where the channel is gone already.
    mutating func confirmsSelected(epoch: UInt64, isBlocked: Bool, now: NIODeadline) -> [Action] {
        guard epoch == self.epoch, case .selecting(let channel) = link else { return [] }
        link = .confirming(channel)
        self.isBlocked = isBlocked
        if isBlocked { confirmWatch.blockedChanged(true, outstanding: 0, at: now) }
        return [.ready(true), .blocked(isBlocked), .pump]
    }

    /// A confirm or a refusal; after the end nobody waits for one.
    mutating func received(_ method: InboundMethod, now: @autoclosure () -> NIODeadline) throws(AMQPError) {
        guard life != .stopped else { return }
        switch method {
        case .ack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                // The return has given this message its outcome.
                if !wasReturned { jobs.settle(entry, .confirmed) }
            }
            confirmWatch.confirmed(outstanding: ring.outstanding, at: now())
        case .nack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                if !wasReturned { jobs.settle(entry, .rejected) }
            }
        default: throw AMQPError(.protocolViolation, reason: "\(method.number) on a publishing channel")
        }
        channelFailures = 0
    }

    /// A message came back.
    mutating func returned(_ content: Content) throws(AMQPError) -> Action? {
        guard case .returned(let notice) = content.method else {
            throw AMQPError(.protocolViolation, reason: "\(content.method.number) on a publishing channel")
        }
        guard life != .stopped else { return nil }
        let entry = ring.returned { entry in
            guard let message = jobs.message(of: entry) else { return false }
            return message.routingKey == notice.routingKey && message.exchange == notice.exchange
                && message.properties.messageID == content.properties.messageID && message.body == content.body
        }
        guard let entry else { return .reportStrangeReturn(exchange: notice.exchange) }
        jobs.settle(entry, .returned(code: Int(notice.replyCode), reason: notice.text))
        return nil
    }

    /// The broker has stopped, or started again, to take messages.
    mutating func blockedChanged(_ isBlocked: Bool, now: NIODeadline) -> [Action] {
        self.isBlocked = isBlocked
        confirmWatch.blockedChanged(isBlocked, outstanding: ring.outstanding, at: now)
        return [.blocked(isBlocked), .pump]
    }

    /// The broker has closed the channel.
    ///
    /// - Parameter method: what of ours it was closed over. A message is blamed only where that was a publication, or
    ///   where the broker does not say.
    mutating func channelClosed(_ error: AMQPError, over method: MethodNumber?) -> [Action] {
        switch link {
        case .selecting, .confirming: break
        case .none, .waiting, .opening: return [.fault("a closed channel for a publisher whose link is \(link)")]
        }
        var actions = leaveChannel()
        let unanswered = ring.abandon()
        for entry in unanswered.reversed() { queue.prepend(entry) }
        if let method, method != .basicPublish {
            // It says nothing of the messages that were on their way: all go again, none is suspect.
            bisection.reset()
        } else if !unanswered.isEmpty, bisection.refused(unanswered: unanswered.count) == .guilty,
            let entry = queue.popFirst()
        {
            actions += blame(entry, for: error)
        }
        actions += conclude()
        guard life != .stopped else { return actions }
        guard unanswered.isEmpty else { return actions + openChannel() }
        // A channel that is refused without having sent anything must not be opened in a hot loop.
        link = .waiting
        defer { channelFailures += 1 }
        return actions + [.reopen(failures: channelFailures, epoch: epoch)]
    }

    /// The connection is gone; heard from it while there is a channel, and from its keeper in any case.
    mutating func connectionLost() -> [Action] {
        guard link != .none else { return [] }
        var actions = leaveChannel()
        isBlocked = false
        bisection.reset()
        // What comes later in the same batch must not overtake what is unknown: the caller sends both again, in order.
        for entry in ring.abandon() { jobs.settleRest(of: entry.job, .unknown) }
        queue.removeAll { jobs.message(of: $0) == nil }
        actions += conclude()
        return actions
    }

    /// The time that ``Action/reopen(failures:epoch:)`` gave is over; late where there is another connection by now.
    mutating func reopenDue(epoch: UInt64) -> [Action] {
        link == .waiting && epoch == self.epoch ? openChannel() : []
    }

    // MARK: Sending

    /// Whether the window and the broker allow another message, and there is one.
    var canSend: Bool {
        guard case .confirming = link, !isBlocked, !queue.isEmpty else { return false }
        return ring.outstanding < window && ring.span < window * Self.widestSpan && bisection.allowsAnother
    }

    /// The next message to be encoded, whose fate is to be reported before the next one is taken; nil where none may go.
    mutating func nextToSend() -> Outgoing? {
        guard case .confirming(let channel) = link else { return nil }
        while canSend, let entry = queue.popFirst() {
            bisection.took()
            guard let message = jobs.unsettledMessage(of: entry) else {
                jobs.withdraw(entry)
                continue
            }
            return Outgoing(entry: entry, message: message, channel: channel)
        }
        return nil
    }

    /// The message was encoded.
    mutating func sent(_ entry: PublishEntry) { ring.published(entry) }

    /// The message cannot be encoded: nothing was sent.
    mutating func unencodable(_ entry: PublishEntry, _ error: AMQPError) {
        jobs.settle(entry, .refused(reason: "\(error.object ?? "message"): \(error.reason)"))
    }

    /// The connection took nothing more: the message is the next one on the next channel.
    mutating func notSent(_ entry: PublishEntry) { queue.prepend(entry) }

    /// Nothing more goes for now, or what was encoded goes to the socket.
    mutating func sendingPaused(now: @autoclosure () -> NIODeadline) -> [Action] {
        guard case .confirming = link, !isBlocked else { return conclude() }
        if ring.outstanding == 0 { bisection.answered() } else { confirmWatch.published(at: now()) }
        guard !isWatching, let deadline = confirmWatch.deadline else { return conclude() }
        isWatching = true
        return conclude() + [.watch(until: deadline)]
    }

    /// The time at which the connection might have to be given up has come.
    mutating func watchDue(now: NIODeadline) -> [Action] {
        isWatching = false
        guard let deadline = confirmWatch.deadline else { return [] }
        guard deadline > now else { return [.giveUpConnection] }
        isWatching = true
        return [.watch(until: deadline)]
    }

    // MARK: Steps

    private mutating func openChannel() -> [Action] {
        guard life != .stopped else { return [] }
        epoch += 1
        link = .opening
        return [.openChannel(epoch: epoch)]
    }

    private mutating func leaveChannel() -> [Action] {
        link = .none
        confirmWatch.reset()
        return [.ready(false)]
    }

    /// Gives the one message that closed the channel its outcome, and the same to those that would close it too.
    private mutating func blame(_ guilty: PublishEntry, for error: AMQPError) -> [Action] {
        // Where its caller has left and everything of it was answered, there is nobody to blame it before.
        guard let message = jobs.message(of: guilty) else { return [] }
        let outcome: PublishOutcome
        switch error.replyCode {
        case let code? where code == 404 || code == 403: outcome = .returned(code: code, reason: error.reason)
        default: outcome = .refused(reason: error.reason)
        }
        jobs.settle(guilty, outcome)
        guard case .returned = outcome else { return [.reportRefusal(exchange: message.exchange, error)] }
        queue.removeAll { entry in
            guard let other = jobs.message(of: entry), other.exchange == message.exchange,
                error.replyCode == 404 || other.routingKey == message.routingKey
            else { return false }
            jobs.settle(entry, outcome)
            return true
        }
        return [.reportRefusal(exchange: message.exchange, error)]
    }

    /// The batches that are complete, and the end where there is nothing left to do.
    private mutating func conclude() -> [Action] {
        let (finished, counts) = jobs.takeFinished()
        var actions = finished.map { Action.finish($0) }
        if counts != OutcomeCounts() { actions.append(.count(counts)) }
        return actions + closeIfDrained()
    }

    private mutating func closeIfDrained() -> [Action] {
        life == .draining && queue.isEmpty && ring.outstanding == 0 ? close() : []
    }

    private mutating func close() -> [Action] {
        life = .stopped
        for entry in ring.abandon() + queue { jobs.settleRest(of: entry.job, .unknown) }
        queue = []
        return [.ready(false)] + conclude() + [.close]
    }
}
