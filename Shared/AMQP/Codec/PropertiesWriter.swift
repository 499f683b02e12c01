import CLibRabbitMQ
import Messaging

/// Builds a message's properties for librabbitmq's encoder in an ``EncodingPool``.
enum PropertiesWriter {
    /// - Throws: `unencodable` for a property beyond 255 bytes or headers that don't fit.
    static func properties(
        _ properties: MessageProperties, in pool: EncodingPool
    ) throws(AMQPError) -> amqp_basic_properties_t {
        var raw = unsafe amqp_basic_properties_t()
        var flags: UInt32 = 1 << PropertyBit.deliveryMode
        unsafe raw.delivery_mode = properties.persistent ? 2 : 1
        if let text = properties.messageID {
            flags |= 1 << PropertyBit.messageID
            unsafe raw.message_id = try pool.shortText(text, "message id")
        }
        if let text = properties.type {
            flags |= 1 << PropertyBit.type
            unsafe raw.type = try pool.shortText(text, "type")
        }
        if let text = properties.contentType {
            flags |= 1 << PropertyBit.contentType
            unsafe raw.content_type = try pool.shortText(text, "content type")
        }
        if let text = properties.correlationID {
            flags |= 1 << PropertyBit.correlationID
            unsafe raw.correlation_id = try pool.shortText(text, "correlation id")
        }
        if let text = properties.appID {
            flags |= 1 << PropertyBit.appID
            unsafe raw.app_id = try pool.shortText(text, "app id")
        }
        if let text = properties.userID {
            flags |= 1 << PropertyBit.userID
            unsafe raw.user_id = try pool.shortText(text, "user id")
        }
        if let milliseconds = properties.expirationMs {
            flags |= 1 << PropertyBit.expiration
            unsafe raw.expiration = try pool.shortText(String(milliseconds), "expiration")
        }
        if let seconds = properties.timestamp {
            flags |= 1 << PropertyBit.timestamp
            unsafe raw.timestamp = seconds
        }
        if !properties.headers.isEmpty {
            flags |= 1 << PropertyBit.headers
            unsafe raw.headers = try FieldTableWriter.table(properties.headers, in: pool)
        }
        unsafe raw._flags = flags
        return unsafe raw
    }
}
