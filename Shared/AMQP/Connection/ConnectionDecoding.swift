import NIOCore

extension ConnectionHandler {
    /// Decodes every whole frame that has arrived, then does what they asked for.
    func decode() {
        isDecoding = true
        do throws(AMQPError) {
            while failure == nil, let frame = try FrameGate.next(in: inbound, frameMax: frameMax) {
                try take(frame)
            }
        } catch {
            // After a frame that could not be decoded nothing that follows can be trusted.
            afterTurn.append { [unowned self] in fail(error) }
        }
        isDecoding = false
        inbound.discardReadBytes()
        endTurn()
    }

    private func endTurn() {
        // What is done here may decode nothing, but it may add to the list.
        while !afterTurn.isEmpty {
            let due = afterTurn
            afterTurn = []
            for action in due { action() }
        }
        guard failure == nil else { return }
        for channel in channels.values { channel.owner.turnEnded() }
    }

    private func take(_ frame: FrameBounds) throws(AMQPError) {
        let start = inbound.readerIndex
        defer { inbound.moveReaderIndex(to: start + frame.size) }
        switch frame.kind {
        case .heartbeat: break
        case .method:
            let method = unsafe try decoded { [decoder] (bytes) throws(AMQPError) in try unsafe decoder.method(bytes) }
            if frame.channel == 0 { try connectionMethod(method) } else { try channelMethod(method, frame.channel) }
        case .header:
            let header = unsafe try decoded { [decoder] (bytes) throws(AMQPError) in try unsafe decoder.header(bytes) }
            guard channels[frame.channel] != nil else { throw unopened(frame.channel) }
            if let content = try channels[frame.channel]?.assembly.header(header) {
                try contentArrived(content, frame.channel)
            }
        case .body:
            guard channels[frame.channel] != nil else { throw unopened(frame.channel) }
            let payload = inbound.viewBytes(at: start + FrameGate.headSize, length: frame.payload)
            guard let payload else { throw AMQPError(.protocolViolation, reason: "body out of bounds") }
            if let content = try channels[frame.channel]?.assembly.body(payload) {
                try contentArrived(content, frame.channel)
            }
        }

        /// Lends the frame's bytes to the decoder, which copies what it keeps.
        func decoded<Decoded>(
            _ read: (UnsafeRawBufferPointer) throws(AMQPError) -> Decoded
        ) throws(AMQPError) -> Decoded {
            let result: Result<Decoded, AMQPError> = unsafe inbound.withUnsafeReadableBytes { bytes in
                do throws(AMQPError) {
                    return .success(try unsafe read(UnsafeRawBufferPointer(rebasing: bytes.prefix(frame.size))))
                } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }
    }

    private func connectionMethod(_ method: InboundMethod) throws(AMQPError) {
        switch method {
        case .connectionClose(let reason):
            let error = handshake.error(for: reason)
            afterTurn.append { [unowned self] in
                sendOnZero(.connectionCloseOk)
                flush()
                fail(error)
            }
        case .connectionCloseOk where isSayingGoodbye:
            afterTurn.append { [unowned self] in fail(AMQPError(.shutDown)) }
        case .connectionBlocked where handshake.isOpen: setBlocked(true)
        case .connectionUnblocked where handshake.isOpen: setBlocked(false)
        default:
            switch try handshake.received(method) {
            case .send(let answer): try appendOnZero(answer)
            case .tune(let tuning, let tuneOk, let open):
                try decoder.tune(channelMax: Int(tuning.channelMax), frameMax: tuning.frameMax)
                frameMax = tuning.frameMax
                encoder.frameMax = tuning.frameMax
                self.tuning = tuning
                try appendOnZero(tuneOk)
                try appendOnZero(open)
            case .opened: afterTurn.append { [unowned self] in opened() }
            }
        }
    }

    private func opened() {
        guard let tuning, failure == nil else { return }
        beatLater(.milliseconds(Int64(tuning.heartbeat) * 500))
        let opened = whenOpened
        whenOpened = nil
        opened?(.success(tuning))
    }

    private func beatLater(_ half: TimeAmount) {
        guard half > .zero, failure == nil else { return }
        heartbeatTimer = context?.eventLoop.assumeIsolated().scheduleTask(in: half) { [weak self] in
            self?.beat()
            self?.beatLater(half)
        }
    }

    private func beat() {
        guard failure == nil else { return }
        let due = heartbeat.tick()
        if due.peerIsDead { return fail(AMQPError(.heartbeatMissed)) }
        guard due.send, !isSayingGoodbye else { return }
        do throws(AMQPError) {
            try outbound.append { [encoder] (buffer) throws(AMQPError) in encoder.heartbeat(into: &buffer) }
        } catch {
            fail(error)
        }
        flush()
    }

    private func setBlocked(_ blocked: Bool) {
        isBlocked = blocked
        for channel in channels.values where !channel.isClosing {
            afterTurn.append { channel.owner.blockedChanged(blocked) }
        }
    }

    private func channelMethod(_ method: InboundMethod, _ number: UInt16) throws(AMQPError) {
        guard let channel = channels[number] else { throw unopened(number) }
        guard channel.assembly.isIdle else {
            throw AMQPError(.protocolViolation, reason: "\(method.number) in the middle of a content")
        }
        switch method {
        case .channelClose(let reason): try closedByBroker(number, reason)
        case .channelCloseOk: try answered(number, by: .method(method), method.number)
        case _ where method.hasContent: channels[number]?.assembly.begin(method)
        case .channelFlow(let active):
            // RabbitMQ never sends it; to answer is all that the protocol insists on.
            try send(.channelFlowOk(active: active), on: number)
        case .ack, .nack, .cancel:
            if !channel.isClosing { try channel.owner.received(method) }
        default: try answered(number, by: .method(method), method.number)
        }
    }

    private func contentArrived(_ content: Content, _ number: UInt16) throws(AMQPError) {
        if case .getOk = content.method { return try answered(number, by: .content(content), .basicGetOk) }
        guard let channel = channels[number], !channel.isClosing else { return }
        try channel.owner.received(content)
    }

    private func answered(_ number: UInt16, by reply: Reply, _ method: MethodNumber) throws(AMQPError) {
        guard let completion = try channels[number]?.calls.answered(by: method) else { throw unopened(number) }
        afterTurn.append { completion(.success(reply)) }
    }

    /// The calls that waited fail: the oldest, which the broker was at, with its reason, the others unheard.
    ///
    /// Where our own close has crossed the broker's, it answers that one too, and the number is taken until it has.
    /// Source: RabbitMQ 3.10, rabbit_channel.erl, `handle_method` in the state `closing`.
    private func closedByBroker(_ number: UInt16, _ reason: ClosingReason) throws(AMQPError) {
        guard var channel = channels[number] else { return }
        // At once: nobody may open the number anew before the broker has read this.
        try outbound.append { [encoder] (buffer) throws(AMQPError) in
            try encoder.method(.channelCloseOk, channel: number, into: &buffer)
        }
        let abandoned = channel.isClosing ? channel.calls.abandonAllButLast() : channel.calls.abandon()
        channels[number] = channel.isClosing ? channel : nil
        let owner = channel.isClosing ? nil : channel.owner
        let error = AMQPError(.channelClosed, replyCode: Int(reason.replyCode), reason: reason.text)
        let unheard = AMQPError(.channelClosed, reason: "the channel was closed over an earlier call")
        afterTurn.append { [unowned self] in
            for (place, completion) in abandoned.enumerated() { completion(.failure(place == 0 ? error : unheard)) }
            owner?.channelClosed(error, over: reason.method)
            flush()
        }
    }

    private func unopened(_ channel: UInt16) -> AMQPError {
        AMQPError(.protocolViolation, reason: "frame on channel \(channel), which is not open")
    }
}
