import CLibRabbitMQ

/// Memory that lives until the next frame is encoded: librabbitmq's own pool.
///
/// Texts and tables are copied into it, so that every pointer handed to the encoder is valid during the call.
/// Source: `amqp_pool_alloc` in amqp.h: "The memory … is freed when the pool is recycled or emptied".
@safe final class EncodingPool {
    private let pool: UnsafeMutablePointer<amqp_pool_t>

    init() {
        unsafe pool = .allocate(capacity: 1)
        unsafe init_amqp_pool(pool, 8192)
    }

    deinit {
        unsafe empty_amqp_pool(pool)
        unsafe pool.deallocate()
    }

    /// Gives everything back; pointers taken before are invalid from here on.
    func recycle() {
        unsafe recycle_amqp_pool(pool)
    }

    /// A copy of a text's UTF-8 bytes of at most 255 bytes.
    func shortText(_ text: String, _ field: StaticString) throws(AMQPError) -> amqp_bytes_t {
        let bytes = unsafe try self.text(text)
        guard unsafe bytes.len <= 255 else {
            throw AMQPError(.unencodable, object: "\(field)", reason: "\(unsafe bytes.len) bytes where 255 fit")
        }
        return unsafe bytes
    }

    /// A copy of a text's UTF-8 bytes.
    func text(_ text: String) throws(AMQPError) -> amqp_bytes_t {
        var text = text
        text.makeContiguousUTF8()
        let count = text.utf8.count
        let memory = unsafe try allocate(count)
        text.withUTF8 { source in
            unsafe UnsafeMutableRawBufferPointer(start: memory, count: count).copyMemory(
                from: UnsafeRawBufferPointer(source))
        }
        return unsafe amqp_bytes_t(len: count, bytes: memory)
    }

    /// A copy of bytes.
    func bytes(_ bytes: [UInt8]) throws(AMQPError) -> amqp_bytes_t {
        let memory = unsafe try allocate(bytes.count)
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(start: memory, count: source.count).copyMemory(from: source)
        }
        return unsafe amqp_bytes_t(len: bytes.count, bytes: memory)
    }

    /// Uninitialised room for values.
    func array<Element>(of type: Element.Type, count: Int) throws(AMQPError) -> UnsafeMutablePointer<Element> {
        let memory = unsafe try allocate(count * MemoryLayout<Element>.stride)
        return unsafe memory.bindMemory(to: type, capacity: count)
    }

    /// A value in the pool, as the encoder wants its fields.
    func store<Fields>(_ fields: Fields) throws(AMQPError) -> UnsafeMutableRawPointer {
        let memory = unsafe try array(of: Fields.self, count: 1)
        unsafe memory.initialize(to: fields)
        return UnsafeMutableRawPointer(memory)
    }

    private func allocate(_ count: Int) throws(AMQPError) -> UnsafeMutableRawPointer {
        // A request for nothing gives NULL, which the encoder must not copy from.
        guard let memory = unsafe amqp_pool_alloc(pool, max(count, 8)) else {
            throw AMQPError(.unencodable, reason: "out of memory")
        }
        return unsafe memory
    }
}
