import DequeModule
import NIOCore

/// One connection's protocol: decoded frames and events go in, what is to be done comes out of ``nextAction()``.
///
/// Pure: it has no socket, no codec and no timer. What a frame asks for waits until all frames that have arrived are
/// decoded, except what ``Received`` says. The first failure counts, and what comes behind it is an echo. A frame out of
/// turn is the peer's breach of the protocol and thrown as such; a call on a channel that is not open is refused.
struct ConnectionState {
    typealias CallID = RPCQueue.CallID

    enum Action: Equatable {
        /// Encode a method for the next flush.
        case send(OutboundMethod, channel: UInt16)
        case sendHeartbeat
        case flush
        case opened(Tuning)
        /// Report with ``beatDue()`` after this time.
        case beat(in: TimeAmount)
        case answer(CallID, Reply)
        case fail(CallID, AMQPError)
        case blockedChanged(Bool, channel: UInt16)
        case becameWritable(channel: UInt16)
        /// The broker has closed the channel: say so to its owner, who has no part in the connection any more.
        case channelClosed(UInt16, AMQPError, over: MethodNumber?)
        /// The channel that we closed is gone.
        case channelReleased(UInt16)
        case connectionLost(UInt16, AMQPError)
        case closeSocket
        /// The connection is over; it had been open or not.
        case ended(AMQPError, wasOpen: Bool)
    }

    /// What cannot wait until all frames are decoded.
    enum Received: Equatable {
        case nothing
        /// The owner of the channel takes note of a method.
        case note(InboundMethod)
        /// The codec's limits, before the next frame.
        case tune(Tuning)
    }

    private enum Standing { case open, closingByUs, closedByBroker, released }

    private struct OpenChannel {
        var standing = Standing.open
        var calls = RPCQueue()
        var assembly: ContentAssembly
    }

    /// Why the connection ended, once it has.
    private(set) var failure: AMQPError?
    /// The broker has said that it takes no messages for now.
    private(set) var isBlocked = false
    /// Before Tune the protocol's own limit is unknown; the library starts with this one.
    ///
    /// Units: bytes.
    private(set) var frameMax = 65_536

    private let largestBody: Int
    private var handshake: Handshake
    private var tuning: Tuning?
    private var heartbeat = Heartbeat()
    private var isClosing = false
    private var hasGreeted = false
    private var hasOpened = false
    private var lastCall: CallID = 0
    /// By their numbers; the first one is the connection's own and always nil.
    private var channels: [OpenChannel?] = [nil]
    private var due: Deque<Action> = []

    init(_ configuration: AMQPConfiguration) {
        handshake = Handshake(configuration)
        largestBody = configuration.largestBody
    }

    /// Whether the handshake is through.
    var isOpen: Bool { handshake.isOpen }

    /// Whether anything more can be sent.
    var canSend: Bool { failure == nil && !isClosing }

    /// Whether the owner of a channel hears what happens.
    func isChannelOpen(_ channel: UInt16) -> Bool { standing(channel) == .open }

    /// Why nothing can be sent on a channel; nil where it can.
    func refusal(on channel: UInt16) -> AMQPError? {
        if let failure { return failure }
        if isClosing { return AMQPError(.shutDown) }
        return isChannelOpen(channel) ? nil : AMQPError(.channelClosed, reason: "the channel is not open")
    }

    /// What is to be done next; the number of a channel that is gone is free from then on.
    mutating func nextAction() -> Action? {
        let action = due.popFirst()
        switch action {
        case .channelClosed(let channel, _, _)?, .channelReleased(let channel)?: channels[Int(channel)] = nil
        default: break
        }
        return action
    }

    // MARK: The socket

    /// The socket is connected, which may be said twice.
    ///
    /// - Returns: whether to send the protocol's header.
    mutating func connected() -> Bool {
        defer { hasGreeted = true }
        return !hasGreeted && failure == nil
    }

    /// Bytes arrived.
    mutating func noteRead() { heartbeat.noteRead() }

    /// Bytes were written.
    mutating func noteWrite() { heartbeat.noteWrite() }

    /// The socket can take more again.
    mutating func becameWritable() {
        guard failure == nil else { return }
        for channel in openChannels { due.append(.becameWritable(channel: channel)) }
        due.append(.flush)
    }

    /// Half a heartbeat interval has passed; late where the connection is over.
    mutating func beatDue() {
        guard failure == nil else { return }
        let beat = heartbeat.tick()
        if beat.peerIsDead { return failed(AMQPError(.heartbeatMissed)) }
        if beat.send, !isClosing { due += [.sendHeartbeat, .flush] }
        beatLater()
    }

    /// The connection ends at once, for the first reason given.
    mutating func failed(_ error: AMQPError) {
        guard failure == nil else { return }
        let error = isClosing ? AMQPError(.shutDown) : error
        failure = error
        due.append(.closeSocket)
        for number in channels.indices {
            guard var channel = channels[number] else { continue }
            due += channel.calls.abandon().map { .fail($0, error) }
            // Who is about to hear that the channel was closed need not hear this; who closed it hears no more.
            if channel.standing == .open {
                due.append(.connectionLost(UInt16(number), error))
                channels[number] = nil
            } else {
                channels[number] = channel
            }
        }
        due.append(.ended(error, wasOpen: hasOpened))
    }

    /// Says goodbye; the caller reports ``failed(_:)`` where the answer takes too long.
    ///
    /// - Returns: whether there is an answer to wait for.
    mutating func closeRequested(_ error: AMQPError) -> Bool {
        guard failure == nil else { return false }
        guard isOpen, !isClosing else {
            failed(error)
            return false
        }
        isClosing = true
        due += [.send(.connectionClose(replyCode: 200, text: "done"), channel: 0), .flush]
        return true
    }

    // MARK: Calls

    /// Takes the lowest free number; nil where the connection is not open or has none left.
    mutating func openChannel() -> UInt16? {
        guard canSend, isOpen, let tuning else { return nil }
        let number = channels.indices.dropFirst().first { channels[$0] == nil } ?? channels.endIndex
        guard number <= Int(tuning.channelMax) else { return nil }
        if number == channels.endIndex { channels.append(nil) }
        channels[number] = OpenChannel(assembly: ContentAssembly(largestBody: largestBody))
        return UInt16(number)
    }

    /// A synchronous method was encoded on an open channel.
    mutating func called(on channel: UInt16, expecting expected: [MethodNumber]) -> CallID {
        assert(isChannelOpen(channel), "a call on channel \(channel), which is not open")
        lastCall += 1
        channels[Int(channel)]?.calls.sent(lastCall, expecting: expected)
        return lastCall
    }

    /// We have asked to close an open channel: whatever else arrives on it is dropped.
    mutating func closeCalled(on channel: UInt16) -> CallID {
        defer { channels[Int(channel)]?.standing = .closingByUs }
        return called(on: channel, expecting: [.channelCloseOk])
    }

    // MARK: Frames

    /// A method arrived.
    mutating func received(_ method: InboundMethod, on channel: UInt16) throws(AMQPError) -> Received {
        guard channel != 0 else { return try connectionMethod(method) }
        let standing = try live(channel)
        guard channels[Int(channel)]?.assembly.isIdle == true else {
            throw AMQPError(.protocolViolation, reason: "\(method.number) in the middle of a content")
        }
        switch method {
        case .channelClose(let reason): closedByBroker(channel, standing, reason)
        case .channelCloseOk:
            guard let call = try channels[Int(channel)]?.calls.answered(by: .channelCloseOk) else { break }
            channels[Int(channel)]?.standing = .released
            due += [.channelReleased(channel), .answer(call, .method(method))]
        case _ where method.hasContent: channels[Int(channel)]?.assembly.begin(method)
        case .channelFlow(let active):
            // RabbitMQ never sends it; to answer is all that the protocol insists on.
            if standing == .open { due.append(.send(.channelFlowOk(active: active), channel: channel)) }
        case .ack, .nack, .cancel: return standing == .open ? .note(method) : .nothing
        default: try answered(channel, by: .method(method), method.number)
        }
        return .nothing
    }

    /// A content header arrived; gives the content for the channel's owner where no body follows.
    mutating func received(_ header: ContentHeader, on channel: UInt16) throws(AMQPError) -> Content? {
        _ = try live(channel)
        guard let content = try channels[Int(channel)]?.assembly.header(header) else { return nil }
        return try arrived(content, channel)
    }

    /// A piece of a body arrived; gives the content for the channel's owner with the last one.
    mutating func received(_ piece: ByteBufferView, on channel: UInt16) throws(AMQPError) -> Content? {
        _ = try live(channel)
        guard let content = try channels[Int(channel)]?.assembly.body(piece) else { return nil }
        return try arrived(content, channel)
    }

    private mutating func arrived(_ content: Content, _ channel: UInt16) throws(AMQPError) -> Content? {
        if case .getOk = content.method {
            try answered(channel, by: .content(content), .basicGetOk)
            return nil
        }
        return isChannelOpen(channel) ? content : nil
    }

    private mutating func answered(_ channel: UInt16, by reply: Reply, _ method: MethodNumber) throws(AMQPError) {
        guard let call = try channels[Int(channel)]?.calls.answered(by: method) else { throw unopened(channel) }
        due.append(.answer(call, reply))
    }

    private mutating func connectionMethod(_ method: InboundMethod) throws(AMQPError) -> Received {
        switch method {
        case .connectionClose(let reason):
            // What follows a close is ignored. Source: AMQP 0-9-1 section 1.4.2.8.
            if !isClosing { due += [.send(.connectionCloseOk, channel: 0), .flush] }
            failed(handshake.error(for: reason))
        case .connectionCloseOk where isClosing: failed(AMQPError(.shutDown))
        case .connectionBlocked where isOpen: setBlocked(true)
        case .connectionUnblocked where isOpen: setBlocked(false)
        default:
            switch try handshake.received(method) {
            case .send(let answer): due.append(.send(answer, channel: 0))
            case .tune(let tuning, let tuneOk, let open):
                self.tuning = tuning
                frameMax = tuning.frameMax
                due += [.send(tuneOk, channel: 0), .send(open, channel: 0)]
                return .tune(tuning)
            case .opened:
                guard let tuning else { return .nothing }
                hasOpened = true
                beatLater()
                due.append(.opened(tuning))
            }
        }
        return .nothing
    }

    private mutating func setBlocked(_ isBlocked: Bool) {
        self.isBlocked = isBlocked
        for channel in openChannels { due.append(.blockedChanged(isBlocked, channel: channel)) }
    }

    private mutating func beatLater() {
        guard let tuning, tuning.heartbeat > 0 else { return }
        due.append(.beat(in: .milliseconds(Int64(tuning.heartbeat) * 500)))
    }

    /// The calls that waited fail: the oldest, which the broker was at, with its reason, the others unheard.
    ///
    /// Where our own close has crossed the broker's, it answers that one too, and the number is taken until it has.
    /// Source: RabbitMQ 3.10, rabbit_channel.erl, `handle_method` in the state `closing`.
    private mutating func closedByBroker(_ number: UInt16, _ standing: Standing, _ reason: ClosingReason) {
        guard var channel = channels[Int(number)] else { return }
        let error = AMQPError(.channelClosed, replyCode: Int(reason.replyCode), reason: reason.text)
        let unheard = AMQPError(.channelClosed, reason: "the channel was closed over an earlier call")
        due.append(.send(.channelCloseOk, channel: number))
        let isOurs = standing == .closingByUs
        let calls = isOurs ? channel.calls.abandonAllButLast() : channel.calls.abandon()
        for (index, call) in calls.enumerated() { due.append(.fail(call, index == 0 ? error : unheard)) }
        if !isOurs {
            channel.standing = .closedByBroker
            due.append(.channelClosed(number, error, over: reason.method))
        }
        channels[Int(number)] = channel
        due.append(.flush)
    }

    private var openChannels: [UInt16] { channels.indices.map { UInt16($0) }.filter(isChannelOpen) }

    private func standing(_ channel: UInt16) -> Standing? {
        Int(channel) < channels.count ? channels[Int(channel)]?.standing : nil
    }

    /// How a channel stands on which the peer may send.
    private func live(_ channel: UInt16) throws(AMQPError) -> Standing {
        switch standing(channel) {
        case .open: .open
        case .closingByUs: .closingByUs
        case .closedByBroker, .released, nil: throw unopened(channel)
        }
    }

    private func unopened(_ channel: UInt16) -> AMQPError {
        AMQPError(.protocolViolation, reason: "frame on channel \(channel), which is not open")
    }
}
