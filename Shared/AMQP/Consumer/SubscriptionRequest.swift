import Messaging

/// What to consume, and how.
struct SubscriptionRequest: Sendable, Hashable {
    let queue: String
    let prefetch: UInt16
    let exclusive: Bool
    let arguments: Headers
    /// How much may wait until a caller asks for it.
    ///
    /// Units: bytes of bodies.
    let bufferLimit: Int

    init(queue: String, prefetch: UInt16, exclusive: Bool, arguments: Headers, bufferLimit: Int = 64 << 20) {
        self.queue = queue
        self.prefetch = prefetch
        self.exclusive = exclusive
        self.arguments = arguments
        self.bufferLimit = bufferLimit
    }

    var isStream: Bool { arguments["x-stream-offset"] != nil }

    /// The method that subscribes, to a stream from the given offset on.
    func consume(epoch: UInt64, from offset: Int64?) -> OutboundMethod {
        var arguments = arguments
        if let offset { arguments["x-stream-offset"] = .integer(offset) }
        return .consume(queue: queue, consumerTag: "c\(epoch)", exclusive: exclusive, arguments: arguments)
    }
}
