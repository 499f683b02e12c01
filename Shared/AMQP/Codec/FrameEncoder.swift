import CLibRabbitMQ
import Messaging
import NIOCore

/// Encodes frames with librabbitmq straight into the buffer that goes to the socket.
struct FrameEncoder {
    /// The largest frame the peer takes.
    ///
    /// Units: bytes. Range: 4096 and up.
    var frameMax: Int
    /// The largest body of a message that is sent; every client of ours ends its connection at a larger one.
    ///
    /// Units: bytes.
    private let largestBody: Int
    private let pool = EncodingPool()

    init(frameMax: Int, largestBody: Int = .max) {
        self.frameMax = frameMax
        self.largestBody = largestBody
    }

    /// Appends a method frame; on a throw the buffer is as it was.
    ///
    /// - Throws: `unencodable` for a short string beyond 255 bytes or a frame beyond the limit.
    func method(_ method: OutboundMethod, channel: UInt16, into buffer: inout ByteBuffer) throws(AMQPError) {
        defer { pool.recycle() }
        let fields = unsafe try MethodWriter.fields(of: method, in: pool)
        try unsafe self.method(method.number, fields, channel: channel, into: &buffer)
    }

    /// Appends a message, mandatory: its method, content header and body frames; on a throw the buffer is as it was.
    ///
    /// - Throws: `unencodable` for a body beyond the limit, a name or property beyond 255 bytes, or headers larger than a
    ///   frame.
    func publish(_ message: OutgoingMessage, channel: UInt16, into buffer: inout ByteBuffer) throws(AMQPError) {
        guard message.body.count <= largestBody else {
            throw AMQPError(
                .unencodable, object: "body", reason: "\(message.body.count) bytes where \(largestBody) are taken")
        }
        let start = buffer.writerIndex
        defer { pool.recycle() }
        do throws(AMQPError) {
            var publish = unsafe amqp_basic_publish_t()
            unsafe publish.exchange = try pool.shortText(message.exchange, "exchange")
            unsafe publish.routing_key = try pool.shortText(message.routingKey, "routing key")
            unsafe publish.mandatory = 1
            try unsafe method(.basicPublish, pool.store(publish), channel: channel, into: &buffer)
            try header(message, channel: channel, into: &buffer)
        } catch {
            buffer.moveWriterIndex(to: start)
            throw error
        }
        body(message.body, channel: channel, into: &buffer)
    }

    /// Appends a heartbeat frame.
    func heartbeat(into buffer: inout ByteBuffer) {
        openFrame(.heartbeat, channel: 0, payload: 0, into: &buffer)
        buffer.writeInteger(FrameGate.endOctet)
    }

    private func method(
        _ number: MethodNumber, _ fields: UnsafeMutableRawPointer, channel: UInt16, into buffer: inout ByteBuffer
    ) throws(AMQPError) {
        let start = buffer.writerIndex
        openFrame(.method, channel: channel, payload: 0, into: &buffer)
        buffer.writeInteger(number.rawValue)
        let room =
            switch number {
            case .connectionStartOk, .exchangeDeclare, .queueDeclare, .basicConsume: frameMax
            // Three short strings at most.
            default: 1024
            }
        try unsafe encode(from: start, room: room, "\(number)", into: &buffer) { target in
            unsafe amqp_encode_method(number.rawValue, fields, target)
        }
    }

    private func header(
        _ message: OutgoingMessage, channel: UInt16, into buffer: inout ByteBuffer
    ) throws(AMQPError) {
        let properties = unsafe try pool.store(PropertiesWriter.properties(message.properties, in: pool))
        let start = buffer.writerIndex
        openFrame(.header, channel: channel, payload: 0, into: &buffer)
        buffer.writeMultipleIntegers(60 as UInt16, 0 as UInt16, UInt64(message.body.count))
        // Short properties take 256 bytes each at most; headers beyond a frame fail below.
        let room = min(frameMax, 2560 + FieldTableWriter.sizeBound(of: message.properties.headers))
        try unsafe encode(from: start, room: room, "headers", into: &buffer) { target in
            unsafe amqp_encode_properties(60, properties, target)
        }
    }

    private func body(_ body: [UInt8], channel: UInt16, into buffer: inout ByteBuffer) {
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(frameMax - FrameGate.headSize - 1)
            openFrame(.body, channel: channel, payload: piece.count, into: &buffer)
            buffer.writeBytes(piece)
            buffer.writeInteger(FrameGate.endOctet)
            rest = rest.dropFirst(piece.count)
        }
    }

    private func openFrame(_ kind: FrameKind, channel: UInt16, payload: Int, into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(kind.rawValue, channel, UInt32(truncatingIfNeeded: payload))
    }

    /// Lets the library write the rest of a frame, then sets its length and its end octet.
    private func encode(
        from start: Int, room: Int, _ what: @autoclosure () -> String, into buffer: inout ByteBuffer,
        with write: (amqp_bytes_t) -> Int32
    ) throws(AMQPError) {
        var status: Int32 = 0
        unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            unsafe status = write(amqp_bytes_t(len: memory.count, bytes: memory.baseAddress))
            return Int(max(status, 0))
        }
        let payload = buffer.writerIndex - start - FrameGate.headSize
        guard status >= 0, payload <= frameMax - FrameGate.headSize - 1 else {
            buffer.moveWriterIndex(to: start)
            throw AMQPError(.unencodable, object: what(), reason: "larger than a frame of \(frameMax) bytes")
        }
        buffer.setInteger(UInt32(payload), at: start + 3)
        buffer.writeInteger(FrameGate.endOctet)
    }
}
