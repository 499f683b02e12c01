import Messaging
import NIOCore

extension ConnectionHandler {
    /// Whether the socket takes more without queueing it up in memory.
    var isWritable: Bool {
        failure == nil && !isSayingGoodbye && context?.channel.isWritable == true && !outbound.isFull
    }

    /// Gives a channel number to its owner and opens it.
    ///
    /// - Returns: nil where the connection is gone or has no number left.
    func openChannel(for owner: any ChannelResponder, completion: @escaping RPCQueue.Completion) -> UInt16? {
        guard failure == nil, let tuning, handshake.isOpen,
            let number = (1...tuning.channelMax).first(where: { channels[$0] == nil })
        else { return nil }
        channels[number] = OpenChannel(owner: owner)
        call(.channelOpen, on: number, expecting: [.channelOpenOk], completion: completion)
        // A write that fails ends the connection at once, and the owner knows already.
        return failure == nil ? number : nil
    }

    /// Sends a synchronous method; the completion is called with its reply, an error or at the deadline.
    func call(
        _ method: OutboundMethod, on channel: UInt16, expecting expected: [MethodNumber],
        completion: @escaping RPCQueue.Completion
    ) {
        guard failure == nil, channels[channel] != nil else {
            completion(.failure(failure ?? AMQPError(.channelClosed, reason: "the channel is not open")))
            return
        }
        do throws(AMQPError) {
            try append { [encoder] (buffer) throws(AMQPError) in
                try encoder.method(method, channel: channel, into: &buffer)
            }
        } catch {
            completion(.failure(error))
            return
        }
        let patience = TimeAmount(configuration.replyTimeout)
        let deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            self?.fail(AMQPError(.replyTimeout, object: "\(method.number)"))
        }
        channels[channel]?.calls.sent(expecting: expected) { reply in
            deadline?.cancel()
            completion(reply)
        }
        flushUnlessDecoding()
    }

    /// Sends an asynchronous method with the next flush.
    func send(_ method: OutboundMethod, on channel: UInt16) throws(AMQPError) {
        guard failure == nil, channels[channel]?.isClosing == false else { return }
        try append { [encoder] (buffer) throws(AMQPError) in
            try encoder.method(method, channel: channel, into: &buffer)
        }
    }

    /// Encodes a message for the next flush.
    ///
    /// - Throws: `unencodable`; nothing is sent then.
    func publish(_ message: OutgoingMessage, on channel: UInt16) throws(AMQPError) {
        try append { [encoder] (buffer) throws(AMQPError) in
            try encoder.publish(message, channel: channel, into: &buffer)
        }
    }

    /// Closes one channel; its owner hears no more of it.
    func closeChannel(_ channel: UInt16, completion: @escaping () -> Void = {}) {
        guard let open = channels[channel], !open.isClosing else { return completion() }
        call(.channelClose(replyCode: 200, text: "done"), on: channel, expecting: [.channelCloseOk]) { [weak self] _ in
            self?.channels[channel] = nil
            completion()
        }
        channels[channel]?.isClosing = true
    }

    /// Writes what was collected; the bytes leave the buffer before they are written.
    func flush() {
        while let bytes = outbound.take() {
            guard let context else { return }
            heartbeat.noteWrite()
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }
    }

    /// Says goodbye, waits for the answer for a moment, and ends with the given error.
    func close(_ error: AMQPError = AMQPError(.shutDown), patience: TimeAmount = .seconds(2)) {
        guard failure == nil else { return }
        guard handshake.isOpen, !isSayingGoodbye else { return fail(error) }
        sendOnZero(.connectionClose(replyCode: 200, text: "done"))
        isSayingGoodbye = true
        flush()
        context?.eventLoop.assumeIsolated().scheduleTask(in: patience) { [weak self] in
            self?.fail(error)
        }
    }

    /// Ends the connection at once, for the first reason given; later ones are echoes.
    func fail(_ error: AMQPError) {
        guard failure == nil else { return }
        let error = isSayingGoodbye ? AMQPError(.shutDown) : error
        failure = error
        heartbeatTimer?.cancel()
        _ = outbound.take()
        inbound = ByteBuffer()
        let orphans = channels
        channels = [:]
        context?.close(promise: nil)
        for var orphan in orphans.values {
            for completion in orphan.calls.abandon() { completion(.failure(error)) }
            if !orphan.isClosing { orphan.owner.connectionLost(error) }
        }
        let opened = whenOpened
        let closed = whenClosed
        whenOpened = nil
        whenClosed = nil
        if let opened { opened(.failure(error)) } else { closed?(error) }
    }

    func greet() {
        // A handler that joins an active socket may be told of it again.
        guard let context, failure == nil, !hasGreeted else { return }
        hasGreeted = true
        // Protocol header. Source: AMQP 0-9-1 section 4.2.2.
        let header = ByteBuffer(bytes: [0x41, 0x4D, 0x51, 0x50, 0, 0, 9, 1])
        context.writeAndFlush(wrapOutboundOut(header), promise: nil)
    }

    private func append(_ write: (inout ByteBuffer) throws(AMQPError) -> Void) throws(AMQPError) {
        guard failure == nil, !isSayingGoodbye else { throw failure ?? AMQPError(.shutDown) }
        try outbound.append(write)
    }

    /// Sends a method of the connection's own; one that can't be sent ends it, so not for the decoding loop.
    func sendOnZero(_ method: OutboundMethod) {
        do throws(AMQPError) {
            try appendOnZero(method)
        } catch {
            fail(error)
        }
    }

    /// Encodes a method of the connection's own for the next flush.
    func appendOnZero(_ method: OutboundMethod) throws(AMQPError) {
        try append { [encoder] (buffer) throws(AMQPError) in
            try encoder.method(method, channel: 0, into: &buffer)
        }
    }

    private func flushUnlessDecoding() {
        if !isDecoding { flush() }
    }
}
