/// The keys of this library's log metadata.
enum AMQPLoggingKeys {
    static let broker = "amqp.broker"
    static let error = "amqp.error"
    static let reason = "amqp.reason"
    static let queue = "amqp.queue"
    static let exchange = "amqp.exchange"
    static let count = "amqp.count"
}
