import NIOCore
import NIOPosix

@testable import AMQP

/// A broker that fails its publisher in one chosen way, once, and confirms everything that comes then.
///
/// Why not a real one: it closes a channel over what was done on it, never while a chosen message is unanswered, and takes
/// three brokers, one of them stopped, to fall silent.
final class ScriptedBroker: Sendable {
    enum Script: Sendable {
        /// The channel is closed when so many messages have come and none was answered; nil: over nothing in particular.
        case closes(afterMessages: Int, over: MethodNumber?)
        /// The first connection's messages get no answer.
        case keepsSilent
        /// The first connection's messages are all refused.
        case refuses
    }

    private let server: any Channel
    private let seen = Shared(Seen())

    var port: Int { server.localAddress?.port ?? 0 }

    /// How many messages have arrived, those that came again included.
    var messages: Int { seen.get().messages }

    var connections: Int { seen.get().connections }

    static func with<R>(_ script: Script, _ body: (ScriptedBroker) async throws -> R) async throws -> R {
        let broker = try await ScriptedBroker(script)
        return try await closing(broker.server) { try await body(broker) }
    }

    private init(_ script: Script) async throws {
        let seen = seen
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(Conversation(script, seen))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

/// What all connections of a broker have seen.
private struct Seen {
    var connections = 0
    var messages = 0
}

/// One connection: answers each method of the client's as the script wants it.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let seen: Shared<Seen>
    /// What is left of the script for this connection; nil: everything is confirmed.
    private var script: ScriptedBroker.Script?
    private var inbound = ByteBuffer()
    private var hasGreeted = false
    /// The number that the last message's confirm carries.
    private var number: UInt64 = 0

    init(_ script: ScriptedBroker.Script, _ seen: Shared<Seen>) {
        self.seen = seen
        seen.update { $0.connections += 1 }
        self.script = seen.get().connections == 1 ? script : nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        inbound.writeBuffer(&bytes)
        if !hasGreeted, inbound.readableBytes >= 8 {
            hasGreeted = true
            inbound.moveReaderIndex(forwardBy: 8)
            send(ServerFrames.start, context)
        }
        while hasGreeted, let method = nextMethod() {
            if let method { send(answer(to: method), context) }
        }
    }

    /// The next whole frame's method; `.some(nil)` for a frame of another kind, nil when there is no whole frame.
    private func nextMethod() -> MethodNumber?? {
        // Type, channel, size, payload, end. Source: AMQP 0-9-1 section 4.2.3.
        guard let size = inbound.getInteger(at: inbound.readerIndex + 3, as: UInt32.self),
            var frame = inbound.readSlice(length: Int(size) + 8)
        else { return nil }
        let isMethod = frame.readInteger(as: UInt8.self) == 1
        frame.moveReaderIndex(forwardBy: 6)
        return .some(isMethod ? frame.readInteger(as: UInt32.self).flatMap(MethodNumber.init(rawValue:)) : nil)
    }

    private func answer(to method: MethodNumber) -> [UInt8] {
        switch method {
        case .connectionStartOk: ServerFrames.tune()
        case .connectionOpen: ServerFrames.openOk
        case .connectionClose: ServerFrames.method(.connectionCloseOk)
        case .channelOpen: ServerFrames.channelOpenOk(1)
        case .confirmSelect: ServerFrames.method(.confirmSelectOk, channel: 1)
        case .basicPublish: published()
        default: []
        }
    }

    private func published() -> [UInt8] {
        seen.update { $0.messages += 1 }
        number += 1
        switch script {
        case nil: return ServerFrames.ack(number)
        case .keepsSilent: return []
        case .refuses: return ServerFrames.nack(number)
        case .closes(let count, let culprit):
            guard number == count else { return [] }
            script = nil
            number = 0
            return ServerFrames.close(.channelClose, channel: 1, code: 406, "no", over: culprit)
        }
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        if !bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil) }
    }
}
