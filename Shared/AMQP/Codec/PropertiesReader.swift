import CLibRabbitMQ
import Messaging

/// Copies the properties of a message out of librabbitmq's memory.
enum PropertiesReader {
    static func read(_ raw: UnsafePointer<amqp_basic_properties_t>) -> MessageProperties {
        let flags = unsafe raw.pointee._flags
        func text(_ bit: UInt32, _ bytes: amqp_bytes_t) -> String? {
            unsafe flags & 1 << bit == 0 ? nil : FieldTableReader.text(bytes)
        }
        return unsafe MessageProperties(
            messageID: text(PropertyBit.messageID, raw.pointee.message_id),
            type: text(PropertyBit.type, raw.pointee.type),
            contentType: text(PropertyBit.contentType, raw.pointee.content_type),
            correlationID: text(PropertyBit.correlationID, raw.pointee.correlation_id),
            appID: text(PropertyBit.appID, raw.pointee.app_id),
            userID: text(PropertyBit.userID, raw.pointee.user_id),
            timestamp: flags & 1 << PropertyBit.timestamp == 0 ? nil : raw.pointee.timestamp,
            persistent: flags & 1 << PropertyBit.deliveryMode != 0 && raw.pointee.delivery_mode == 2,
            expirationMs: text(PropertyBit.expiration, raw.pointee.expiration).flatMap { Int($0) },
            headers: flags & 1 << PropertyBit.headers == 0 ? [:] : FieldTableReader.table(raw.pointee.headers))
    }
}

/// The positions of the properties in the flag word.
///
/// Source: AMQP 0-9-1 section 4.2.6.1.
enum PropertyBit {
    static let contentType: UInt32 = 15
    static let headers: UInt32 = 13
    static let deliveryMode: UInt32 = 12
    static let correlationID: UInt32 = 10
    static let expiration: UInt32 = 8
    static let messageID: UInt32 = 7
    static let timestamp: UInt32 = 6
    static let type: UInt32 = 5
    static let userID: UInt32 = 4
    static let appID: UInt32 = 3
}
