import NIOCore

/// The kinds of frame.
///
/// Source: AMQP 0-9-1 section 4.2.3.
enum FrameKind: UInt8, Sendable {
    case method = 1
    case header = 2
    case body = 3
    case heartbeat = 8
}

/// One whole frame at the head of a buffer.
struct FrameBounds: Sendable, Hashable {
    let kind: FrameKind
    let channel: UInt16
    /// Units: bytes, without the seven of the head and the end octet.
    let payload: Int

    /// Units: bytes, with head and end octet.
    var size: Int { FrameGate.headSize + payload + 1 }
}

/// Lets only whole and well-formed frames through to the decoder.
///
/// Why: librabbitmq takes a frame's length on trust in one place: a method frame of fewer than 4 bytes, or a content
/// header of fewer than 12, makes its remaining length wrap around, and it then reads beyond the frame. It also makes
/// a memory pool for every channel number it ever sees.
enum FrameGate {
    static let headSize = 7
    static let endOctet: UInt8 = 0xCE

    /// The frame at the buffer's head, or nil where more bytes are needed.
    ///
    /// - Throws: `protocolViolation` as soon as the bytes at hand can't be a frame, before the rest of it arrives.
    static func next(in buffer: ByteBuffer, frameMax: Int) throws(AMQPError) -> FrameBounds? {
        let start = buffer.readerIndex
        guard let first = buffer.getInteger(at: start, as: UInt8.self) else { return nil }
        guard let kind = FrameKind(rawValue: first) else {
            throw violation(
                first == UInt8(ascii: "A") ? "the peer speaks another version of AMQP" : "unknown frame type")
        }
        guard let channel = buffer.getInteger(at: start + 1, as: UInt16.self),
            let length = buffer.getInteger(at: start + 3, as: UInt32.self)
        else { return nil }
        guard let payload = Int(exactly: length), payload <= frameMax - headSize - 1 else {
            throw violation("frame longer than negotiated")
        }
        let wellFormed =
            switch kind {
            case .method: payload >= 4
            case .header: payload >= 14 && channel != 0
            case .body: channel != 0
            case .heartbeat: payload == 0 && channel == 0
            }
        guard wellFormed else { throw violation("frame of impossible length or channel") }
        guard buffer.readableBytes >= headSize + payload + 1 else { return nil }
        guard buffer.getInteger(at: start + headSize + payload, as: UInt8.self) == endOctet else {
            throw violation("frame without its end octet")
        }
        return FrameBounds(kind: kind, channel: channel, payload: payload)
    }

    private static func violation(_ reason: String) -> AMQPError {
        AMQPError(.protocolViolation, reason: reason)
    }
}
