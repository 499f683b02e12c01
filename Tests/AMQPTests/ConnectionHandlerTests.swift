import Messaging
import NIOCore
import NIOEmbedded
import Testing

@testable import AMQP

/// Records what a channel's owner hears.
final class Recorder: ChannelResponder {
    var methods: [InboundMethod] = []
    var contents: [Content] = []
    var closed: [AMQPError] = []
    var lost: [AMQPError] = []
    var blocked: [Bool] = []
    var whenWritable: () -> Void = {}

    func received(_ method: InboundMethod) { methods.append(method) }
    func received(_ content: Content) { contents.append(content) }
    func becameWritable() { whenWritable() }
    func blockedChanged(_ isBlocked: Bool) { blocked.append(isBlocked) }
    func channelClosed(_ error: AMQPError, over method: MethodNumber?) { closed.append(error) }
    func connectionLost(_ error: AMQPError) { lost.append(error) }
}

/// A socket that is found broken by the first write.
private final class BreaksOnWrite: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.ioOnClosedChannel)
        context.fireChannelInactive()
    }
}

@Suite("Connection handler, without a broker")
struct ConnectionHandlerTests {
    let loop = EmbeddedEventLoop()

    struct Opened {
        let channel: EmbeddedChannel
        let handler: ConnectionHandler
        let owner: Recorder
    }

    /// A connection that has shaken hands and opened channel 1.
    func opened(heartbeat: Duration = .zero, largestBody: Int = 1 << 20) throws -> Opened {
        let handler = try ConnectionHandler(
            AMQPConfiguration(user: "u", password: "p", heartbeat: heartbeat, largestBody: largestBody))
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        var isOpen = false
        handler.whenOpened = { isOpen = (try? $0.get()) != nil }
        channel.pipeline.fireChannelActive()
        #expect(try bytes(channel) == Array("AMQP".utf8) + [0, 0, 9, 1])
        try receive(ServerFrames.start, channel)
        try receive(ServerFrames.tune(heartbeat: 60), channel)
        try receive(ServerFrames.openOk, channel)
        #expect(isOpen)
        let owner = Recorder()
        #expect(handler.openChannel(for: owner) { _ in } == 1)
        try receive(ServerFrames.channelOpenOk(1), channel)
        _ = try bytes(channel)
        return Opened(channel: channel, handler: handler, owner: owner)
    }

    func receive(_ bytes: [UInt8], _ channel: EmbeddedChannel) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    private func bytes(_ channel: EmbeddedChannel) throws -> [UInt8] {
        var all: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { all += Array(buffer: buffer) }
        return all
    }

    @Test("a delivery that arrives byte by byte comes out whole")
    func fragments() throws {
        let connection = try opened()
        let frames =
            ServerFrames.deliver(1) + ServerFrames.header(bodySize: 4) + ServerFrames.body([1, 2])
            + ServerFrames.body([3, 4])
        for byte in frames { try receive([byte], connection.channel) }
        #expect(connection.owner.contents.map(\.body) == [[1, 2, 3, 4]])
        #expect(connection.handler.failure == nil)
    }

    @Test(
        "a broken peer loses the connection at once",
        arguments: [
            ("garbage", Array("HTTP/1.1 400 Bad Request".utf8)),
            (
                "bad end octet",
                ServerFrames.frame(1, channel: 1, [0, 60, 0, 80] + Array(repeating: 0, count: 9), end: 0)
            ),
            ("huge length", [3, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF]),
            ("a channel never opened", ServerFrames.ack(1, channel: 9)),
            ("body without header", ServerFrames.deliver(1) + ServerFrames.body([1])),
            ("header without method", ServerFrames.header(bodySize: 0)),
            ("method amid a content", ServerFrames.deliver(1) + ServerFrames.ack(1)),
            ("a reply to nothing", ServerFrames.method(.basicQosOk, channel: 1)),
            ("an unknown method", ServerFrames.frame(1, channel: 1, [0, 99, 0, 99])),
            ("a client's method", ServerFrames.method(.channelOpen, channel: 1, [0])),
            ("a second Start", ServerFrames.start),
            ("a truncated method", ServerFrames.method(.basicAck, channel: 1, [0, 0])),
        ] as [(String, [UInt8])])
    func broken(name: String, frames: [UInt8]) throws {
        let connection = try opened()
        try receive(frames, connection.channel)
        #expect(connection.handler.failure?.code == .protocolViolation, "\(name)")
        #expect(connection.owner.lost.count == 1)
        #expect(!connection.channel.isActive)
        // What comes after is not even decoded.
        #expect(throws: Never.self) { try connection.channel.writeInbound(ByteBuffer(bytes: ServerFrames.ack(1))) }
        #expect(connection.owner.methods.isEmpty)
    }

    @Test("a connection cut in mid-frame fails what waits, once")
    func cut() throws {
        let connection = try opened()
        var replies: [Result<Reply, AMQPError>] = []
        connection.handler.call(.qos(prefetch: 1), on: 1, expecting: [.basicQosOk]) { replies.append($0) }
        try receive(Array(ServerFrames.ack(1).dropLast(3)), connection.channel)
        connection.channel.pipeline.fireChannelInactive()
        connection.handler.fail(AMQPError(.heartbeatMissed))
        #expect(connection.owner.lost.map(\.code) == [.connectionLost])
        #expect(replies.count == 1)
    }

    @Test("a flush that re-enters sends every message once")
    func reentrancy() throws {
        let connection = try opened()
        let message = OutgoingMessage(exchange: "", routingKey: "q", properties: MessageProperties(), body: [])
        connection.owner.whenWritable = { connection.handler.flush() }
        try connection.handler.publish(message, on: 1)
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.handler.flush()
        var expected = ByteBuffer()
        try FrameEncoder(frameMax: 4096).publish(message, channel: 1, into: &expected)
        #expect(try bytes(connection.channel) == Array(buffer: expected))
    }

    @Test("a channel closed by the broker is answered, its calls fail, and its number is free again")
    func channelClose() throws {
        let connection = try opened()
        var failure: AMQPError?
        connection.handler.call(.qos(prefetch: 1), on: 1, expecting: [.basicQosOk]) {
            if case .failure(let error) = $0 { failure = error }
        }
        _ = try bytes(connection.channel)
        try receive(ServerFrames.close(.channelClose, channel: 1, code: 406, "no"), connection.channel)
        #expect(failure?.replyCode == 406)
        #expect(connection.owner.closed.map(\.replyCode) == [406])
        #expect(try bytes(connection.channel) == ServerFrames.method(.channelCloseOk, channel: 1))
        #expect(connection.handler.openChannel(for: connection.owner) { _ in } == 1)
    }

    @Test("a close of ours that crosses the broker's keeps the number until the broker has answered it")
    func crossingCloses() throws {
        let connection = try opened()
        var failures: [Int?] = []
        for _ in 0..<2 {
            connection.handler.call(.qos(prefetch: 1), on: 1, expecting: [.basicQosOk]) {
                if case .failure(let error) = $0 { failures.append(error.replyCode) }
            }
        }
        connection.handler.closeChannel(1)
        _ = try bytes(connection.channel)
        try receive(ServerFrames.close(.channelClose, channel: 1, code: 404, "no"), connection.channel)
        #expect(failures == [404, nil])
        #expect(try bytes(connection.channel) == ServerFrames.method(.channelCloseOk, channel: 1))
        #expect(connection.handler.openChannel(for: connection.owner) { _ in } == 2)
        try receive(ServerFrames.method(.channelCloseOk, channel: 1), connection.channel)
        #expect(connection.handler.failure == nil)
        #expect(connection.owner.closed.isEmpty)
        #expect(connection.handler.openChannel(for: connection.owner) { _ in } == 1)
    }

    @Test("a body that would end the connection if it were returned is not sent; one of the limit's size is")
    func largeBody() throws {
        let connection = try opened(largestBody: 100)
        let error = #expect(throws: AMQPError.self) {
            try connection.handler.publish(.numbered(1, size: 101), on: 1)
        }
        #expect(error?.code == .unencodable)
        connection.handler.flush()
        #expect(try bytes(connection.channel) == [])
        try connection.handler.publish(.numbered(1, size: 100), on: 1)
    }

    @Test("a channel whose opening breaks the connection is not given out, and its owner hears that once")
    func openingBreaks() throws {
        let connection = try opened()
        try connection.channel.pipeline.syncOperations.addHandler(BreaksOnWrite(), position: .first)
        let owner = Recorder()
        #expect(connection.handler.openChannel(for: owner) { _ in } == nil)
        #expect(owner.lost.count == 1)
    }

    @Test("a name too long for the handshake fails the connection, not the process")
    func handshakeTooLong() throws {
        let name = String(repeating: "v", count: 256)
        let handler = try ConnectionHandler(AMQPConfiguration(virtualHost: name, user: "u", password: "p"))
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        var failure: AMQPError?
        handler.whenOpened = { if case .failure(let error) = $0 { failure = error } }
        channel.pipeline.fireChannelActive()
        try receive(ServerFrames.start, channel)
        try receive(ServerFrames.tune(), channel)
        #expect(failure?.code == .unencodable)
    }

    @Test("what arrives on a channel that we are closing is dropped")
    func closing() throws {
        let connection = try opened()
        connection.handler.closeChannel(1)
        try receive(ServerFrames.deliver(1) + ServerFrames.header(bodySize: 0), connection.channel)
        try receive(ServerFrames.method(.channelCloseOk, channel: 1), connection.channel)
        #expect(connection.owner.contents.isEmpty)
        #expect(connection.handler.failure == nil)
    }

    @Test("blocked and unblocked are passed on")
    func blocked() throws {
        let connection = try opened()
        try receive(ServerFrames.method(.connectionBlocked, ServerFrames.short("low on memory")), connection.channel)
        #expect(connection.handler.isBlocked)
        try receive(ServerFrames.method(.connectionUnblocked), connection.channel)
        #expect(connection.owner.blocked == [true, false])
    }

    @Test("a silent connection sends heartbeats and gives up after two intervals")
    func heartbeats() throws {
        let connection = try opened(heartbeat: .seconds(4))
        for _ in 0..<3 { loop.advanceTime(by: .seconds(2)) }
        let beat: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 0xCE]
        #expect(try bytes(connection.channel).suffix(8) == beat[...])
        try receive(beat, connection.channel)
        loop.advanceTime(by: .seconds(8))
        #expect(connection.handler.failure == nil)
        loop.advanceTime(by: .seconds(2))
        #expect(connection.handler.failure?.code == .heartbeatMissed)
    }

    @Test("a call that is not answered ends the connection at its deadline")
    func deadline() throws {
        let connection = try opened()
        var code: AMQPError.Code?
        connection.handler.call(.qos(prefetch: 1), on: 1, expecting: [.basicQosOk]) {
            if case .failure(let error) = $0 { code = error.code }
        }
        loop.advanceTime(by: .seconds(30))
        #expect(code == .replyTimeout)
    }

    @Test(
        "a login refused and a virtual host refused have codes of their own",
        arguments: [(403 as UInt16, AMQPError.Code.loginRefused), (530, .virtualHostRefused)])
    func refused(code: UInt16, expected: AMQPError.Code) throws {
        let handler = try ConnectionHandler(AMQPConfiguration(user: "u", password: "p"))
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        var failure: AMQPError?
        handler.whenOpened = { if case .failure(let error) = $0 { failure = error } }
        channel.pipeline.fireChannelActive()
        try receive(ServerFrames.start, channel)
        if code == 530 { try receive(ServerFrames.tune(), channel) }
        try receive(ServerFrames.close(.connectionClose, code: code, "no"), channel)
        #expect(failure?.code == expected)
        #expect(failure?.replyCode == Int(code))
        #expect(failure?.isRetriable == false)
    }
}
