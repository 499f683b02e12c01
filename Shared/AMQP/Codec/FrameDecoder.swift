import CLibRabbitMQ
import Messaging

/// Decodes method and content header frames with librabbitmq, on a connection state that owns no socket.
///
/// Whole frames only, checked by ``FrameGate``. Body frames don't come here: they are plain bytes. What leaves is
/// copied; the library's pools are emptied after each frame ("All memory allocated … for the channel is released":
/// `amqp_maybe_release_buffers_on_channel`). After a throw the decoder must not be used again.
@safe final class FrameDecoder {
    private let state: amqp_connection_state_t

    /// - Throws: `protocolViolation` where the library cannot be set up.
    init() throws(AMQPError) {
        guard let state = unsafe amqp_new_connection() else {
            throw AMQPError(.protocolViolation, reason: "amqp_new_connection: out of memory")
        }
        unsafe self.state = state
        // A new state takes eight bytes as a possible protocol header before it takes frames. Feeding it one makes it
        // idle at once, which `amqp_tune_connection` insists on (it aborts the process otherwise).
        let greeting: [UInt8] = [0x41, 0x4D, 0x51, 0x50, 0, 0, 9, 1]
        let taken = unsafe greeting.withUnsafeBytes { bytes in unsafe Self.feed(state, bytes).taken }
        guard taken == 8 else { throw Self.undecodable(taken) }
    }

    deinit {
        _ = unsafe amqp_destroy_connection(state)
    }

    /// Sets the limits that were negotiated.
    ///
    /// Range: frame size 4096 and up.
    func tune(channelMax: Int, frameMax: Int) throws(AMQPError) {
        let status = unsafe amqp_tune_connection(state, Int32(clamping: channelMax), Int32(clamping: frameMax), 0)
        guard status == 0 else { throw AMQPError(.protocolViolation, reason: "amqp_tune_connection: \(status)") }
    }

    /// Decodes a method frame.
    func method(_ frame: UnsafeRawBufferPointer) throws(AMQPError) -> InboundMethod {
        let number = unsafe UInt32(
            bigEndian: frame.loadUnaligned(fromByteOffset: FrameGate.headSize, as: UInt32.self))
        // The only method with a table that a broker sends.
        if number == MethodNumber.connectionStart.rawValue {
            let readable = unsafe FieldTableScan.isReadable(tableAt: FrameGate.headSize + 6, in: frame)
            guard readable else { throw AMQPError(.protocolViolation, reason: "unreadable server properties") }
        }
        let (taken, decoded) = unsafe Self.feed(state, frame)
        guard unsafe taken == frame.count && decoded.frame_type == FrameKind.method.rawValue else {
            throw Self.undecodable(taken)
        }
        defer { unsafe amqp_maybe_release_buffers_on_channel(state, decoded.channel) }
        return try unsafe MethodReader.read(decoded.payload.method)
    }

    /// Decodes a content header frame; headers that are not safe to decode are left out and marked
    /// (``ContentHeader/unreadableHeaders``).
    func header(_ frame: UnsafeRawBufferPointer) throws(AMQPError) -> ContentHeader {
        let payload = unsafe UnsafeRawBufferPointer(rebasing: frame[FrameGate.headSize...].dropLast())
        guard let table = unsafe FieldTableScan.headers(in: payload) else { return try unsafe readableHeader(frame) }
        guard !table.isEmpty else { throw AMQPError(.protocolViolation, reason: "content header too short") }
        if unsafe FieldTableScan.isReadable(tableAt: table.lowerBound, in: payload) {
            return try unsafe readableHeader(frame)
        }
        var stripped = unsafe [UInt8](frame)
        stripped.removeSubrange(table.lowerBound + FrameGate.headSize..<table.upperBound + FrameGate.headSize)
        // The flag word stands twelve bytes into the payload; bit 13 says that there are headers.
        stripped[FrameGate.headSize + 12] &= ~(1 << 5)
        let length = UInt32(stripped.count - FrameGate.headSize - 1)
        for byte in 0..<4 { stripped[3 + byte] = UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32(byte))) }
        let result: Result<ContentHeader, AMQPError> = unsafe stripped.withUnsafeBytes { bytes in
            do throws(AMQPError) { return .success(try unsafe readableHeader(bytes)) } catch { return .failure(error) }
        }
        let header = try result.get()
        var properties = header.properties
        properties.headers = [ContentHeader.unreadableHeaders: .bool(true)]
        return ContentHeader(bodySize: header.bodySize, properties: properties)
    }

    private func readableHeader(_ frame: UnsafeRawBufferPointer) throws(AMQPError) -> ContentHeader {
        let (taken, decoded) = unsafe Self.feed(state, frame)
        guard unsafe taken == frame.count && decoded.frame_type == FrameKind.header.rawValue else {
            throw Self.undecodable(taken)
        }
        defer { unsafe amqp_maybe_release_buffers_on_channel(state, decoded.channel) }
        guard unsafe decoded.payload.properties.class_id == 60, let raw = unsafe decoded.payload.properties.decoded
        else {
            throw AMQPError(.protocolViolation, reason: "content of a class other than basic")
        }
        let properties = unsafe raw.assumingMemoryBound(to: amqp_basic_properties_t.self)
        return unsafe ContentHeader(
            bodySize: decoded.payload.properties.body_size, properties: PropertiesReader.read(properties))
    }

    private static func feed(
        _ state: amqp_connection_state_t, _ bytes: UnsafeRawBufferPointer
    ) -> (taken: Int, frame: amqp_frame_t) {
        var frame = unsafe amqp_frame_t()
        let input = unsafe amqp_bytes_t(
            len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        let taken = unsafe amqp_handle_input(state, input, &frame)
        return unsafe (Int(taken), frame)
    }

    private static func undecodable(_ status: Int) -> AMQPError {
        AMQPError(.protocolViolation, reason: "amqp_handle_input: \(status)")
    }
}
