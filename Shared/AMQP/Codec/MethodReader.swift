import CLibRabbitMQ

/// Copies a decoded method out of librabbitmq's memory.
enum MethodReader {
    /// - Throws: `protocolViolation` for a method that a broker never sends to a client.
    static func read(_ method: amqp_method_t) throws(AMQPError) -> InboundMethod {
        guard let number = unsafe MethodNumber(rawValue: method.id) else {
            throw AMQPError(.protocolViolation, reason: "unknown method \(unsafe method.id)")
        }
        // Methods without fields decode to a dummy structure; only an exhausted pool leaves nil.
        guard let fields = unsafe method.decoded else {
            throw AMQPError(.protocolViolation, reason: "method without fields")
        }
        switch number {
        case .connectionStart, .connectionSecure, .connectionTune, .connectionOpenOk, .connectionClose,
            .connectionCloseOk, .connectionBlocked, .connectionUnblocked:
            return try unsafe connection(number, fields)
        case .basicQosOk, .basicConsumeOk, .basicCancel, .basicCancelOk, .basicReturn, .basicDeliver, .basicGetOk,
            .basicGetEmpty, .basicAck, .basicNack:
            return try unsafe basic(number, fields)
        case .channelOpenOk: return .channelOpenOk
        case .channelFlow:
            return .channelFlow(active: unsafe fields.load(as: amqp_channel_flow_t.self).active != 0)
        case .channelClose:
            let close = unsafe fields.load(as: amqp_channel_close_t.self)
            return unsafe .channelClose(
                closing(close.reply_code, close.reply_text, close.class_id, close.method_id))
        case .channelCloseOk: return .channelCloseOk
        case .exchangeDeclareOk: return .exchangeDeclareOk
        case .exchangeDeleteOk: return .exchangeDeleteOk
        case .queueDeclareOk:
            let reply = unsafe fields.load(as: amqp_queue_declare_ok_t.self)
            return unsafe .queueDeclareOk(
                name: text(reply.queue), messages: reply.message_count, consumers: reply.consumer_count)
        case .queueBindOk: return .queueBindOk
        case .queueUnbindOk: return .queueUnbindOk
        case .queuePurgeOk:
            return .queuePurgeOk(messages: unsafe fields.load(as: amqp_queue_purge_ok_t.self).message_count)
        case .queueDeleteOk:
            return .queueDeleteOk(messages: unsafe fields.load(as: amqp_queue_delete_ok_t.self).message_count)
        case .confirmSelectOk: return .confirmSelectOk
        default: throw AMQPError(.protocolViolation, reason: "a broker never sends \(number)")
        }
    }

    private static func connection(
        _ number: MethodNumber, _ fields: UnsafeMutableRawPointer
    ) throws(AMQPError) -> InboundMethod {
        switch number {
        case .connectionStart:
            let start = unsafe fields.load(as: amqp_connection_start_t.self)
            return unsafe .connectionStart(
                mechanisms: text(start.mechanisms), serverProperties: FieldTableReader.table(start.server_properties))
        case .connectionSecure: return .connectionSecure
        case .connectionTune:
            let tune = unsafe fields.load(as: amqp_connection_tune_t.self)
            return .connectionTune(channelMax: tune.channel_max, frameMax: tune.frame_max, heartbeat: tune.heartbeat)
        case .connectionOpenOk: return .connectionOpenOk
        case .connectionClose:
            let close = unsafe fields.load(as: amqp_connection_close_t.self)
            return unsafe .connectionClose(
                closing(close.reply_code, close.reply_text, close.class_id, close.method_id))
        case .connectionCloseOk: return .connectionCloseOk
        case .connectionBlocked:
            return unsafe .connectionBlocked(reason: text(fields.load(as: amqp_connection_blocked_t.self).reason))
        default: return .connectionUnblocked
        }
    }

    private static func basic(
        _ number: MethodNumber, _ fields: UnsafeMutableRawPointer
    ) throws(AMQPError) -> InboundMethod {
        switch number {
        case .basicQosOk: return .qosOk
        case .basicConsumeOk:
            return unsafe .consumeOk(consumerTag: text(fields.load(as: amqp_basic_consume_ok_t.self).consumer_tag))
        case .basicCancel:
            return unsafe .cancel(consumerTag: text(fields.load(as: amqp_basic_cancel_t.self).consumer_tag))
        case .basicCancelOk:
            return unsafe .cancelOk(consumerTag: text(fields.load(as: amqp_basic_cancel_ok_t.self).consumer_tag))
        case .basicReturn:
            let notice = unsafe fields.load(as: amqp_basic_return_t.self)
            return unsafe .returned(
                ReturnNotice(
                    replyCode: notice.reply_code, text: text(notice.reply_text), exchange: text(notice.exchange),
                    routingKey: text(notice.routing_key)))
        case .basicDeliver:
            let notice = unsafe fields.load(as: amqp_basic_deliver_t.self)
            return unsafe .deliver(
                DeliverNotice(
                    number: notice.delivery_tag, redelivered: notice.redelivered != 0,
                    exchange: text(notice.exchange), routingKey: text(notice.routing_key)))
        case .basicGetOk:
            let notice = unsafe fields.load(as: amqp_basic_get_ok_t.self)
            return unsafe .getOk(
                DeliverNotice(
                    number: notice.delivery_tag, redelivered: notice.redelivered != 0,
                    exchange: text(notice.exchange), routingKey: text(notice.routing_key)))
        case .basicGetEmpty: return .getEmpty
        case .basicAck:
            let ack = unsafe fields.load(as: amqp_basic_ack_t.self)
            return .ack(number: ack.delivery_tag, multiple: ack.multiple != 0)
        default:
            let nack = unsafe fields.load(as: amqp_basic_nack_t.self)
            return .nack(number: nack.delivery_tag, multiple: nack.multiple != 0)
        }
    }

    private static func closing(
        _ code: UInt16, _ reason: amqp_bytes_t, _ classNumber: UInt16, _ method: UInt16
    ) -> ClosingReason {
        unsafe ClosingReason(
            replyCode: code, text: text(reason), method: MethodNumber(classNumber: classNumber, number: method))
    }

    private static func text(_ bytes: amqp_bytes_t) -> String {
        unsafe FieldTableReader.text(bytes)
    }
}
