import Messaging
import NIOCore

/// One connection: decodes what arrives, has ``ConnectionState`` judge it, and performs what that asks for.
///
/// Not Sendable: it lives on its event loop, and so does everyone who calls it. A channel's owner is not called back
/// while it calls, unless it calls from outside: what its call leads to comes behind what is due already.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias Completion = (Result<Reply, AMQPError>) -> Void

    /// Called once, when the connection is open or has failed to open.
    var whenOpened: ((Result<Tuning, AMQPError>) -> Void)?
    /// Called once, when a connection that was open is gone.
    var whenClosed: ((AMQPError) -> Void)?

    let configuration: AMQPConfiguration
    private var state: ConnectionState
    private let decoder: FrameDecoder
    private var encoder: FrameEncoder
    private var calls: [RPCQueue.CallID: (completion: Completion, deadline: Scheduled<Void>?)] = [:]
    /// By the numbers of their channels.
    private var owners: [(any ChannelResponder)?] = []
    private var inbound = ByteBuffer()
    private var outbound = OutboundBuffer()
    private var context: ChannelHandlerContext?
    private var heartbeatTimer: Scheduled<Void>?
    private var isRunning = false

    init(_ configuration: AMQPConfiguration) throws(AMQPError) {
        self.configuration = configuration
        state = ConnectionState(configuration)
        decoder = try FrameDecoder()
        encoder = FrameEncoder(frameMax: 4096, largestBody: configuration.largestBody)
    }

    /// Why the connection ended, once it has.
    var failure: AMQPError? { state.failure }

    /// The broker has said that it takes no messages for now.
    var isBlocked: Bool { state.isBlocked }

    /// Whether the handshake is through.
    var isOpen: Bool { state.isOpen }

    /// Whether the socket takes more without queueing it up in memory.
    var isWritable: Bool { state.canSend && context?.channel.isWritable == true && !outbound.isFull }

    // MARK: Sending

    /// Gives a channel number to its owner and opens it.
    ///
    /// - Returns: nil where the connection is gone or has no number left.
    func openChannel(for owner: any ChannelResponder, completion: @escaping Completion) -> UInt16? {
        guard let channel = state.openChannel() else { return nil }
        while owners.count <= Int(channel) { owners.append(nil) }
        owners[Int(channel)] = owner
        call(.channelOpen, on: channel, expecting: [.channelOpenOk], completion: completion)
        // A write that fails ends the connection at once, and its owner hears of it.
        return failure == nil ? channel : nil
    }

    /// Sends a synchronous method; the completion is called with its reply, an error or at the deadline.
    func call(
        _ method: OutboundMethod, on channel: UInt16, expecting expected: [MethodNumber],
        completion: @escaping Completion
    ) {
        do throws(AMQPError) {
            try send(method, on: channel)
        } catch {
            return completion(.failure(error))
        }
        expectReply(state.called(on: channel, expecting: expected), method.number, completion)
    }

    /// Encodes an asynchronous method for the next flush; throws why nothing can be sent on the channel.
    func send(_ method: OutboundMethod, on channel: UInt16) throws(AMQPError) {
        if let refusal = state.refusal(on: channel) { throw refusal }
        try encode(method, on: channel)
    }

    /// Encodes a message for the next flush; throws `unencodable`, or why nothing can be sent on the channel.
    func publish(_ message: OutgoingMessage, on channel: UInt16) throws(AMQPError) {
        if let refusal = state.refusal(on: channel) { throw refusal }
        try outbound.append { [encoder] (buffer) throws(AMQPError) in
            try encoder.publish(message, channel: channel, into: &buffer)
        }
    }

    /// Closes one channel; its owner hears no more of it.
    func closeChannel(_ channel: UInt16, completion: @escaping () -> Void = {}) {
        let close = OutboundMethod.channelClose(replyCode: 200, text: "done")
        // One that is closing already, or gone with the connection, needs no other close.
        guard (try? send(close, on: channel)) != nil else { return completion() }
        expectReply(state.closeCalled(on: channel), close.number) { _ in completion() }
    }

    /// Writes what was collected; the bytes leave the buffer before they are written.
    func flush() {
        while let bytes = outbound.take() {
            guard let context else { return }
            state.noteWrite()
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }
    }

    /// Says goodbye, waits for the answer for a moment, and ends with the given error.
    func close(_ error: AMQPError = AMQPError(.shutDown), patience: TimeAmount = .seconds(2)) {
        let isAnswered = state.closeRequested(error)
        run()
        guard isAnswered else { return }
        context?.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in self?.fail(error) }
    }

    /// Ends the connection at once, for the first reason given; later ones are echoes.
    func fail(_ error: AMQPError) {
        state.failed(error)
        run()
    }

    private func expectReply(_ id: RPCQueue.CallID, _ method: MethodNumber, _ completion: @escaping Completion) {
        let patience = TimeAmount(configuration.replyTimeout)
        let deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            if let self { fail(AMQPError(.replyTimeout, object: "\(method)")) }
        }
        calls[id] = (completion, deadline)
        flush()
    }

    private func encode(_ method: OutboundMethod, on channel: UInt16) throws(AMQPError) {
        try outbound.append { [encoder] (buffer) throws(AMQPError) in
            try encoder.method(method, channel: channel, into: &buffer)
        }
    }

    // MARK: Decoding

    /// Decodes every whole frame that has arrived, then does what they asked for.
    private func decode() {
        do throws(AMQPError) {
            while failure == nil, let frame = try FrameGate.next(in: inbound, frameMax: state.frameMax) {
                try take(frame)
            }
        } catch {
            // After a frame that could not be decoded nothing that follows can be trusted.
            state.failed(error)
        }
        inbound.discardReadBytes()
        run()
        guard failure == nil else { return }
        for channel in owners.indices where state.isChannelOpen(UInt16(channel)) { owners[channel]?.turnEnded() }
    }

    private func take(_ frame: FrameBounds) throws(AMQPError) {
        let start = inbound.readerIndex
        defer { inbound.moveReaderIndex(to: start + frame.size) }
        switch frame.kind {
        case .heartbeat: break
        case .method:
            let method = unsafe try inbound.lend(frame.size) { [decoder] (bytes) throws(AMQPError) in
                try unsafe decoder.method(bytes)
            }
            switch try state.received(method, on: frame.channel) {
            case .nothing: break
            case .note(let method): try owners[Int(frame.channel)]?.received(method)
            case .tune(let tuning):
                try decoder.tune(channelMax: Int(tuning.channelMax), frameMax: tuning.frameMax)
                encoder.frameMax = tuning.frameMax
            }
        case .header:
            let header = unsafe try inbound.lend(frame.size) { [decoder] (bytes) throws(AMQPError) in
                try unsafe decoder.header(bytes)
            }
            if let content = try state.received(header, on: frame.channel) {
                try owners[Int(frame.channel)]?.received(content)
            }
        case .body:
            let payload = inbound.viewBytes(at: start + FrameGate.headSize, length: frame.payload)
            guard let payload else { throw AMQPError(.protocolViolation, reason: "body out of bounds") }
            if let content = try state.received(payload, on: frame.channel) {
                try owners[Int(frame.channel)]?.received(content)
            }
        }
    }

    // MARK: Actions

    private func run() {
        guard !isRunning else { return }
        isRunning = true
        defer { isRunning = false }
        while let action = state.nextAction() { perform(action) }
    }

    private func perform(_ action: ConnectionState.Action) {
        switch action {
        case .send(let method, let channel):
            do throws(AMQPError) {
                try encode(method, on: channel)
            } catch {
                state.failed(error)
            }
        case .sendHeartbeat:
            // Appending a frame of eight bytes cannot fail.
            try? outbound.append { [encoder] (buffer) throws(AMQPError) in encoder.heartbeat(into: &buffer) }
        case .flush: flush()
        case .opened(let tuning): whenOpened?(.success(tuning))
        case .beat(let time):
            heartbeatTimer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
                self?.state.beatDue()
                self?.run()
            }
        case .answer(let call, let reply): complete(call, .success(reply))
        case .fail(let call, let error): complete(call, .failure(error))
        case .blockedChanged(let isBlocked, let channel): owners[Int(channel)]?.blockedChanged(isBlocked)
        case .becameWritable(let channel): owners[Int(channel)]?.becameWritable()
        case .channelClosed(let channel, let error, let method):
            release(channel)?.channelClosed(error, over: method)
        case .channelReleased(let channel): _ = release(channel)
        case .connectionLost(let channel, let error): release(channel)?.connectionLost(error)
        case .closeSocket:
            heartbeatTimer?.cancel()
            _ = outbound.take()
            inbound = ByteBuffer()
            context?.close(promise: nil)
        case .ended(let error, let wasOpen):
            if wasOpen { whenClosed?(error) } else { whenOpened?(.failure(error)) }
            (whenOpened, whenClosed) = (nil, nil)
        }
    }

    private func complete(_ id: RPCQueue.CallID, _ result: Result<Reply, AMQPError>) {
        guard let call = calls.removeValue(forKey: id) else {
            assertionFailure("nobody waits for call \(id)")
            return fail(AMQPError(.protocolViolation, reason: "a reply that nobody waits for"))
        }
        call.deadline?.cancel()
        call.completion(result)
    }

    private func release(_ channel: UInt16) -> (any ChannelResponder)? {
        defer { owners[Int(channel)] = nil }
        return owners[Int(channel)]
    }

    // MARK: NIO's calls

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { greet() }
    }

    func channelActive(context: ChannelHandlerContext) {
        greet()
        context.fireChannelActive()
    }

    private func greet() {
        guard let context, state.connected() else { return }
        // Protocol header. Source: AMQP 0-9-1 section 4.2.2.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [0x41, 0x4D, 0x51, 0x50, 0, 0, 9, 1])), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        var bytes = unwrapInboundIn(data)
        state.noteRead()
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeBuffer(&bytes) }
        decode()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            state.becameWritable()
            run()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(AMQPError(isOpen ? .connectionLost : .connectFailed, reason: "the peer closed the socket"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error as? AMQPError ?? AMQPError(isOpen ? .connectionLost : .connectFailed, reason: "\(error)"))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(AMQPError(.connectionLost, reason: "the handler was removed"))
        self.context = nil
    }
}
