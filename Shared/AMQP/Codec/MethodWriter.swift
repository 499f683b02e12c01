import CLibRabbitMQ
import Messaging

/// Lays out a method's fields for librabbitmq's encoder in an ``EncodingPool``.
enum MethodWriter {
    /// The fields of a method; a pointer to a dummy where it has none.
    ///
    /// - Throws: `unencodable` for a short string beyond 255 bytes.
    static func fields(of method: OutboundMethod, in pool: EncodingPool) throws(AMQPError) -> UnsafeMutableRawPointer {
        switch method {
        case .connectionStartOk, .connectionTuneOk, .connectionOpen, .connectionClose, .connectionCloseOk:
            return unsafe try connection(method, pool)
        case .exchangeDeclare, .exchangeDelete, .queueDeclare, .queueBind, .queueUnbind, .queuePurge, .queueDelete:
            return unsafe try declaration(method, pool)
        case .qos, .consume, .cancel, .get, .ack, .reject:
            return unsafe try basic(method, pool)
        case .channelOpen: return unsafe try pool.store(amqp_channel_open_t())
        case .channelFlowOk(let active):
            return unsafe try pool.store(amqp_channel_flow_ok_t(active: active ? 1 : 0))
        case .channelClose(let code, let text):
            return unsafe try pool.store(
                amqp_channel_close_t(
                    reply_code: code, reply_text: pool.shortText(text, "reply text"), class_id: 0, method_id: 0))
        case .channelCloseOk: return unsafe try pool.store(amqp_channel_close_ok_t())
        case .confirmSelect: return unsafe try pool.store(amqp_confirm_select_t())
        }
    }

    private static func connection(
        _ method: OutboundMethod, _ pool: EncodingPool
    ) throws(AMQPError) -> UnsafeMutableRawPointer {
        switch method {
        case .connectionStartOk(let properties, let response):
            return unsafe try pool.store(
                amqp_connection_start_ok_t(
                    client_properties: FieldTableWriter.table(properties, in: pool),
                    mechanism: pool.shortText("PLAIN", "mechanism"), response: pool.bytes(response),
                    locale: pool.shortText("en_US", "locale")))
        case .connectionTuneOk(let channelMax, let frameMax, let heartbeat):
            return unsafe try pool.store(
                amqp_connection_tune_ok_t(channel_max: channelMax, frame_max: frameMax, heartbeat: heartbeat))
        case .connectionOpen(let virtualHost):
            var open = unsafe amqp_connection_open_t()
            unsafe open.virtual_host = try pool.shortText(virtualHost, "virtual host")
            return unsafe try pool.store(open)
        case .connectionClose(let code, let text):
            return unsafe try pool.store(
                amqp_connection_close_t(
                    reply_code: code, reply_text: pool.shortText(text, "reply text"), class_id: 0, method_id: 0))
        default: return unsafe try pool.store(amqp_connection_close_ok_t())
        }
    }

    private static func declaration(
        _ method: OutboundMethod, _ pool: EncodingPool
    ) throws(AMQPError) -> UnsafeMutableRawPointer {
        switch method {
        case .exchangeDeclare(let name, let kind, let passive, let arguments):
            var fields = unsafe amqp_exchange_declare_t()
            unsafe fields.exchange = try pool.shortText(name, "exchange")
            unsafe fields.type = try pool.shortText(kind, "exchange type")
            unsafe fields.passive = passive ? 1 : 0
            unsafe fields.durable = 1
            unsafe fields.arguments = try FieldTableWriter.table(arguments, in: pool)
            return unsafe try pool.store(fields)
        case .exchangeDelete(let name):
            var fields = unsafe amqp_exchange_delete_t()
            unsafe fields.exchange = try pool.shortText(name, "exchange")
            return unsafe try pool.store(fields)
        case .queueDeclare(let name, let passive, let arguments):
            var fields = unsafe amqp_queue_declare_t()
            unsafe fields.queue = try pool.shortText(name, "queue")
            unsafe fields.passive = passive ? 1 : 0
            unsafe fields.durable = 1
            unsafe fields.arguments = try FieldTableWriter.table(arguments, in: pool)
            return unsafe try pool.store(fields)
        case .queueBind(let queue, let exchange, let routingKey):
            var fields = unsafe amqp_queue_bind_t()
            unsafe fields.queue = try pool.shortText(queue, "queue")
            unsafe fields.exchange = try pool.shortText(exchange, "exchange")
            unsafe fields.routing_key = try pool.shortText(routingKey, "routing key")
            return unsafe try pool.store(fields)
        case .queueUnbind(let queue, let exchange, let routingKey):
            var fields = unsafe amqp_queue_unbind_t()
            unsafe fields.queue = try pool.shortText(queue, "queue")
            unsafe fields.exchange = try pool.shortText(exchange, "exchange")
            unsafe fields.routing_key = try pool.shortText(routingKey, "routing key")
            return unsafe try pool.store(fields)
        case .queuePurge(let name):
            var fields = unsafe amqp_queue_purge_t()
            unsafe fields.queue = try pool.shortText(name, "queue")
            return unsafe try pool.store(fields)
        case .queueDelete(let name):
            var fields = unsafe amqp_queue_delete_t()
            unsafe fields.queue = try pool.shortText(name, "queue")
            return unsafe try pool.store(fields)
        default: preconditionFailure("not a declaration: \(method.number)")
        }
    }

    private static func basic(
        _ method: OutboundMethod, _ pool: EncodingPool
    ) throws(AMQPError) -> UnsafeMutableRawPointer {
        switch method {
        case .qos(let prefetch):
            return unsafe try pool.store(amqp_basic_qos_t(prefetch_size: 0, prefetch_count: prefetch, global: 0))
        case .consume(let queue, let consumerTag, let exclusive, let arguments):
            var fields = unsafe amqp_basic_consume_t()
            unsafe fields.queue = try pool.shortText(queue, "queue")
            unsafe fields.consumer_tag = try pool.shortText(consumerTag, "consumer tag")
            unsafe fields.exclusive = exclusive ? 1 : 0
            unsafe fields.arguments = try FieldTableWriter.table(arguments, in: pool)
            return unsafe try pool.store(fields)
        case .cancel(let consumerTag):
            return unsafe try pool.store(
                amqp_basic_cancel_t(consumer_tag: pool.shortText(consumerTag, "consumer tag"), nowait: 0))
        case .get(let queue):
            return unsafe try pool.store(
                amqp_basic_get_t(ticket: 0, queue: pool.shortText(queue, "queue"), no_ack: 0))
        case .ack(let number, let multiple):
            return unsafe try pool.store(amqp_basic_ack_t(delivery_tag: number, multiple: multiple ? 1 : 0))
        case .reject(let number, let requeue):
            return unsafe try pool.store(amqp_basic_reject_t(delivery_tag: number, requeue: requeue ? 1 : 0))
        default: preconditionFailure("not of class basic: \(method.number)")
        }
    }
}
