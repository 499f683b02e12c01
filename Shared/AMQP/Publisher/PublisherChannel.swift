import DequeModule
import Kernel
import Logging
import Messaging
import NIOCore

extension PublisherCore: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) {
        switch method {
        case .ack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                // The return has given this message its outcome.
                if !wasReturned { settle(entry, .confirmed) }
            }
            watch.confirmed(outstanding: ring.outstanding, at: .now())
        case .nack(let number, let multiple):
            try ring.answered(number: number, multiple: multiple) { entry, wasReturned in
                if !wasReturned { settle(entry, .rejected) }
            }
        default: throw AMQPError(.protocolViolation, reason: "\(method.number) on a publishing channel")
        }
        channelFailures = 0
    }

    func received(_ content: Content) throws(AMQPError) {
        guard case .returned(let notice) = content.method else {
            throw AMQPError(.protocolViolation, reason: "\(content.method.number) on a publishing channel")
        }
        let entry = ring.returned { entry in
            let message = entry.message
            return message.routingKey == notice.routingKey && message.exchange == notice.exchange
                && message.properties.messageID == content.properties.messageID && message.body == content.body
        }
        guard let entry else {
            return logger.warning(
                "a message came back that was not sent", metadata: [AMQPLoggingKeys.exchange: "\(notice.exchange)"])
        }
        settle(entry, .returned(code: Int(notice.replyCode), reason: notice.text))
    }

    func turnEnded() {
        pump()
    }

    func becameWritable() {
        pump()
    }

    func blockedChanged(_ isBlocked: Bool) {
        status.isBlocked = isBlocked
        watch.blockedChanged(isBlocked, outstanding: ring.outstanding, at: .now())
        logger.warning(isBlocked ? "the broker takes no messages for now" : "the broker takes messages again")
        pump()
    }

    func channelClosed(_ error: AMQPError, over method: MethodNumber?) {
        forgetChannel()
        let unanswered = ring.abandon()
        for entry in unanswered.reversed() { queue.prepend(entry) }
        if let method, method != .basicPublish {
            // It says nothing of the messages that were on their way: all go again, none is suspect.
            bisection.reset()
        } else if !unanswered.isEmpty, bisection.refused(unanswered: unanswered.count) == .guilty,
            let entry = queue.popFirst()
        {
            blame(entry, for: error)
        }
        finishTouched()
        // A channel that is refused without having sent anything must not be opened in a hot loop.
        guard unanswered.isEmpty else { return openChannel() }
        let delay = backoff.delay(attempt: channelFailures, from: SystemRandomSource())
        channelFailures += 1
        loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
            if self?.channel == nil { self?.openChannel() }
        }
    }

    func connectionLost(_ error: AMQPError) {
        forgetChannel()
        bisection.reset()
        // What comes later in the same batch must not overtake what is unknown: the caller sends both again, in order.
        for entry in ring.abandon() {
            entry.job.settleRest(.unknown)
            touched.append(entry.job)
        }
        queue.removeAll { $0.job.isComplete }
        finishTouched()
    }

    /// Gives the one message that closed the channel its outcome, and the same to those that would close it too.
    private func blame(_ guilty: PublishEntry, for error: AMQPError) {
        let message = guilty.message
        let outcome: PublishOutcome
        switch error.replyCode {
        case let code? where code == 404 || code == 403: outcome = .returned(code: code, reason: error.reason)
        default: outcome = .refused(reason: error.reason)
        }
        settle(guilty, outcome)
        logger.warning(
            "the broker refuses a message",
            metadata: [AMQPLoggingKeys.exchange: "\(message.exchange)", AMQPLoggingKeys.error: "\(error)"])
        guard case .returned = outcome else { return }
        queue.removeAll { entry in
            let other = entry.message
            guard other.exchange == message.exchange, error.replyCode == 404 || other.routingKey == message.routingKey
            else { return false }
            settle(entry, outcome)
            return true
        }
    }
}
