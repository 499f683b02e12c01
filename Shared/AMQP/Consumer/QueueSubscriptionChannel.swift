import Messaging
import NIOCore

extension QueueSubscription: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) {
        guard case .cancel = method else {
            throw AMQPError(.protocolViolation, reason: "\(method.number) on a consuming channel")
        }
        wasCancelledByBroker = true
    }

    func received(_ content: Content) throws(AMQPError) {
        guard case .deliver(let notice) = content.method else {
            throw AMQPError(.protocolViolation, reason: "\(content.method.number) on a consuming channel")
        }
        let offset = isStream ? content.properties.headers.integer("x-stream-offset") : nil
        try ledger.delivered(number: notice.number, offset: offset)
        if let offset, let resumeOffset, offset < resumeOffset {
            // A stream starts with the chunk that the offset lies in: what comes before it was settled long ago.
            seenBefore = notice.number
            return
        }
        let now = turnTime ?? .now()
        turnTime = now
        let delivery = Delivery(
            tag: DeliveryTag(epoch: epoch, number: notice.number), exchange: notice.exchange,
            routingKey: notice.routingKey, properties: content.properties, body: content.body,
            redelivered: notice.redelivered)
        buffer.arrived(delivery, at: now)
    }

    func turnEnded() {
        turnTime = nil
        if let number = seenBefore {
            seenBefore = nil
            settle(.acknowledge(upTo: DeliveryTag(epoch: epoch, number: number)))
        }
        if wasCancelledByBroker {
            wasCancelledByBroker = false
            if let channel, let connection { connection.closeChannel(channel) }
            detach()
            failed(AMQPError(.channelClosed, object: request.queue, reason: "the broker cancelled the consumer"))
        }
        if !buffer.isEmpty { serve() }
    }

    func channelClosed(_ error: AMQPError, over method: MethodNumber?) {
        detach()
        failed(AMQPError(error.code, replyCode: error.replyCode, object: request.queue, reason: error.reason))
    }

    func connectionLost(_ error: AMQPError) {
        connection = nil
        guard !isStopped else { return }
        detach()
        if isStopping { finish() }
    }
}
