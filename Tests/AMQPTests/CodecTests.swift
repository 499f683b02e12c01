import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("Codec")
struct CodecTests {
    private func header(_ frame: [UInt8]) throws -> ContentHeader {
        let decoder = try FrameDecoder()
        return try frame.withUnsafeBytes { bytes in try decoder.header(bytes) }
    }

    private func bounds(_ bytes: [UInt8], frameMax: Int = 131_072) throws -> FrameBounds? {
        try FrameGate.next(in: ByteBuffer(bytes: bytes), frameMax: frameMax)
    }

    @Test("the gate waits for a whole frame, byte by byte")
    func gateWaits() throws {
        let frame = ServerFrames.ack(7)
        for count in frame.indices { #expect(try bounds(Array(frame[..<count])) == nil) }
        #expect(try bounds(frame)?.size == frame.count)
    }

    @Test(
        "the gate refuses what cannot be a frame as soon as its bytes show it",
        arguments: [
            [4], Array("HTTP/1.1".utf8), Array("AMQP\u{0}\u{0}\u{9}\u{1}".utf8),
            [1, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF], [3, 0, 1, 0, 2, 0, 0], ServerFrames.frame(1, channel: 1, [0, 10, 0]),
            ServerFrames.frame(2, channel: 1, Array(repeating: 0, count: 13)), ServerFrames.frame(2, channel: 0, []),
            ServerFrames.frame(8, channel: 0, [1]), ServerFrames.frame(8, channel: 1, []),
            ServerFrames.frame(3, channel: 0, [1]), ServerFrames.frame(1, channel: 1, [0, 60, 0, 80], end: 0xCD),
        ] as [[UInt8]])
    func gateRefuses(bytes: [UInt8]) {
        #expect(throws: AMQPError.self) { try bounds(bytes) }
    }

    @Test("a message that is encoded is decoded to the same properties")
    func properties() throws {
        let properties = MessageProperties(
            messageID: "m", type: "t", contentType: "c", correlationID: "k", appID: "a", userID: "u", timestamp: .max,
            persistent: false, expirationMs: 0,
            headers: ["deep": .table(["array": .array([.table(["x": .null]), .double(.infinity)])]), "": .string("")])
        let message = OutgoingMessage(exchange: "e", routingKey: "k", properties: properties, body: [1, 2, 3])
        var buffer = ByteBuffer()
        try FrameEncoder(frameMax: 4096).publish(message, channel: 3, into: &buffer)
        let method = try #require(try FrameGate.next(in: buffer, frameMax: 4096))
        #expect(method.kind == .method && method.channel == 3)
        buffer.moveReaderIndex(forwardBy: method.size)
        let bounds = try #require(try FrameGate.next(in: buffer, frameMax: 4096))
        let decoded = try header(Array(buffer.readableBytesView.prefix(bounds.size)))
        #expect(decoded == ContentHeader(bodySize: 3, properties: properties))
    }

    @Test("a body is cut so that no frame exceeds what was negotiated", arguments: [0, 1, 4088, 4089, 100_000])
    func bodies(size: Int) throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        var buffer = ByteBuffer()
        let message = OutgoingMessage(exchange: "", routingKey: "q", properties: MessageProperties(), body: body)
        try FrameEncoder(frameMax: 4096).publish(message, channel: 1, into: &buffer)
        var seen: [UInt8] = []
        while let frame = try FrameGate.next(in: buffer, frameMax: 4096) {
            #expect(frame.size <= 4096)
            if frame.kind == .body {
                seen += buffer.readableBytesView.dropFirst(7).prefix(frame.payload)
            }
            buffer.moveReaderIndex(forwardBy: frame.size)
        }
        #expect(seen == body)
        #expect(buffer.readableBytes == 0)
    }

    @Test("what does not fit is refused by us, and leaves nothing behind")
    func unencodable() throws {
        let long = String(repeating: "k", count: 256)
        let good = MessageProperties()
        var tooDeep = HeaderValue.integer(1)
        for _ in 0..<20 { tooDeep = .array([tooDeep]) }
        let messages = [
            OutgoingMessage(exchange: "", routingKey: long, properties: good, body: []),
            OutgoingMessage(exchange: long, routingKey: "", properties: good, body: []),
            OutgoingMessage(exchange: "", routingKey: "", properties: MessageProperties(messageID: long), body: []),
            OutgoingMessage(
                exchange: "", routingKey: "", properties: MessageProperties(headers: [long: .null]), body: []),
            OutgoingMessage(
                exchange: "", routingKey: "",
                properties: MessageProperties(headers: ["big": .string(String(repeating: "x", count: 200_000))]),
                body: []),
            OutgoingMessage(
                exchange: "", routingKey: "", properties: MessageProperties(headers: ["deep": tooDeep]), body: []),
        ]
        let encoder = FrameEncoder(frameMax: 131_072)
        for message in messages {
            var buffer = ByteBuffer(string: "before")
            #expect(throws: AMQPError.self) { try encoder.publish(message, channel: 1, into: &buffer) }
            #expect(String(buffer: buffer) == "before")
        }
        let fits = OutgoingMessage(exchange: "", routingKey: String(long.dropLast()), properties: good, body: [])
        var buffer = ByteBuffer()
        #expect(throws: Never.self) { try encoder.publish(fits, channel: 1, into: &buffer) }
    }

    @Test("headers nested too deep, malformed or too many are left out, the rest of the properties stays")
    func unreadableHeaders() throws {
        var deep = ServerFrames.short("k") + [UInt8(ascii: "V")]
        for _ in 0..<5000 { deep = ServerFrames.short("k") + [UInt8(ascii: "F")] + length(deep) + deep }
        let many = (0..<5000).flatMap { _ in ServerFrames.short("k") + [UInt8(ascii: "V")] }
        let malformed = ServerFrames.short("k") + [UInt8(ascii: "?")]
        let lying = ServerFrames.short("k") + [UInt8(ascii: "S"), 0xFF, 0xFF, 0xFF, 0xFF]
        for table in [deep, many, malformed, lying] {
            // Content type, headers, message id.
            let rest = ServerFrames.short("c") + length(table) + table + ServerFrames.short("m")
            let header = try header(ServerFrames.header(bodySize: 1, flags: 1 << 15 | 1 << 13 | 1 << 7, rest))
            #expect(header.properties.messageID == "m")
            #expect(header.properties.contentType == "c")
            #expect(header.properties.headers == ["x-unreadable-headers": .bool(true)])
        }
    }

    @Test("a content header that ends too early is a protocol violation")
    func shortHeader() {
        for rest in [[], [200], [1, 0x63, 0, 0], [1, 0x63, 0, 0, 0, 9]] as [[UInt8]] {
            let frame = ServerFrames.header(bodySize: 1, flags: 1 << 15 | 1 << 13, rest)
            #expect(throws: AMQPError.self) { try header(frame) }
        }
    }

    @Test("text that is not UTF-8 becomes bytes in a header")
    func notUTF8() throws {
        let table = ServerFrames.short("k") + [UInt8(ascii: "S"), 0, 0, 0, 2, 0xFF, 0xFE]
        let header = try header(ServerFrames.header(bodySize: 0, flags: 1 << 13, length(table) + table))
        #expect(header.properties.headers == ["k": .bytes([0xFF, 0xFE])])
    }

    @Test("a method frame of random bytes is refused or decoded, never a crash")
    func randomMethods() throws {
        var random = SystemRandomNumberGenerator()
        for number in [0x000A_000A, 0x000A_001E, 0x003C_003C, 0x003C_0050, 0x0032_000B, 0x0014_0028, 0xFFFF_FFFF]
            as [UInt32]
        {
            for count in 0..<64 {
                let fields = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                let frame = ServerFrames.frame(1, channel: 1, ServerFrames.bytes(number) + fields)
                let decoder = try FrameDecoder()
                _ = try? frame.withUnsafeBytes { bytes in try decoder.method(bytes) }
            }
        }
    }

    private func length(_ bytes: [UInt8]) -> [UInt8] { ServerFrames.bytes(UInt32(bytes.count)) }
}
