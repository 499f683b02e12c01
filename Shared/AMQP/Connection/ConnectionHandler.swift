import Messaging
import NIOCore

/// One connection: decodes what arrives, hands it to the channels' owners, and collects what they send.
///
/// Not Sendable: it lives on its event loop, and so does everyone who talks to it. What it decodes is in
/// `ConnectionDecoding.swift`, what it sends in `ConnectionSending.swift`.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    struct OpenChannel {
        let owner: any ChannelResponder
        var calls = RPCQueue()
        var assembly = ContentAssembly()
        /// We have asked to close it; whatever else arrives on it is dropped.
        var isClosing = false
    }

    /// Called once, when the connection is open or has failed to open.
    var whenOpened: ((Result<Tuning, AMQPError>) -> Void)?
    /// Called once, when a connection that was open is gone.
    var whenClosed: ((AMQPError) -> Void)?
    /// Why the connection ended, once it has.
    var failure: AMQPError?
    /// The broker has told us that it takes no messages for now.
    var isBlocked = false

    let configuration: AMQPConfiguration
    let decoder: FrameDecoder
    var encoder: FrameEncoder
    var handshake: Handshake
    var heartbeat = Heartbeat()
    var heartbeatTimer: Scheduled<Void>?
    var tuning: Tuning?
    /// Before Tune the protocol's own limit is unknown; the library starts with this one.
    var frameMax = 65_536
    var channels: [UInt16: OpenChannel] = [:]
    var inbound = ByteBuffer()
    var outbound = OutboundBuffer()
    var context: ChannelHandlerContext?
    /// What the decoding loop leaves to do when it is through.
    var afterTurn: [() -> Void] = []
    var isDecoding = false
    var isSayingGoodbye = false
    var hasGreeted = false

    init(_ configuration: AMQPConfiguration) throws(AMQPError) {
        self.configuration = configuration
        decoder = try FrameDecoder()
        encoder = FrameEncoder(frameMax: 4096)
        handshake = Handshake(configuration)
    }

    // MARK: NIO's calls

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { greet() }
    }

    func channelActive(context: ChannelHandlerContext) {
        greet()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        var bytes = unwrapInboundIn(data)
        heartbeat.noteRead()
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeBuffer(&bytes) }
        decode()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            for channel in channels.values { channel.owner.becameWritable() }
            flush()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(AMQPError(handshake.isOpen ? .connectionLost : .connectFailed, reason: "the peer closed the socket"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let code: AMQPError.Code = handshake.isOpen ? .connectionLost : .connectFailed
        fail(error as? AMQPError ?? AMQPError(code, reason: "\(error)"))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(AMQPError(.connectionLost, reason: "the handler was removed"))
        self.context = nil
    }
}
