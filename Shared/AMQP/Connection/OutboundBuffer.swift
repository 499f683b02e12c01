import NIOCore

/// Collects encoded frames between writes.
///
/// Why: a write can fire `channelWritabilityChanged` synchronously, and the code called there may encode and write
/// again; so the bytes are taken out *before* they are written, never after, or they would be sent twice.
struct OutboundBuffer {
    /// Beyond this much the collected bytes should go to the socket.
    ///
    /// Units: bytes.
    static let enough = 256 << 10

    private let allocator = ByteBufferAllocator()
    private var bytes = ByteBuffer()
    /// The size of the last write: a guess at the next one's.
    ///
    /// Units: bytes.
    private var lastSize = 0

    var isEmpty: Bool { bytes.readableBytes == 0 }

    var isFull: Bool { bytes.readableBytes >= Self.enough }

    /// Appends frames.
    mutating func append<R>(_ write: (inout ByteBuffer) throws(AMQPError) -> R) throws(AMQPError) -> R {
        if isEmpty { bytes = allocator.buffer(capacity: min(max(lastSize, 4096), 2 * Self.enough)) }
        return try write(&bytes)
    }

    /// The collected bytes, which are no longer here afterwards; nil where there are none.
    mutating func take() -> ByteBuffer? {
        guard !isEmpty else { return nil }
        let taken = bytes
        bytes = ByteBuffer()
        lastSize = taken.readableBytes
        return taken
    }
}
