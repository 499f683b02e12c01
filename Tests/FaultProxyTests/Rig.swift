import NIOCore
import NIOPosix
import Synchronization

@testable import FaultProxy

/// An echo server, the proxy before it, and the proxy's control port.
struct Rig {
    let echo: Int
    /// How many bytes the echo server has heard.
    var heard: Int { ears.bytes.load(ordering: .acquiring) }
    private let ears: Ears
    private let port: Int
    private let control: Int
    private let loop: any EventLoop

    static func with(_ body: (Rig) async throws -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let ears = Ears()
            let server = try await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Echo(ears))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            let echo = server.localAddress?.port ?? 0
            let plan = [Switchboard.Plan("echo=\(echo)")].compactMap(\.self)
            let ports = try await Switchboard.start(plan, control: 0, seed: 1, on: group.next())
            try await body(
                Rig(
                    echo: echo, ears: ears, port: ports.links["echo"] ?? 0, control: ports.control,
                    loop: group.next()))
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    /// A connection through the proxy.
    func talk(_ body: (Peer) async throws -> Void) async throws {
        try await Peer.with(port: port, loop: loop, body)
    }

    /// Sends an order and returns the line that answers it.
    @discardableResult
    func send(_ order: String) async throws -> String {
        var answer = ""
        try await Peer.with(port: control, loop: loop) { peer in
            try await peer.write(ByteBuffer(string: order + "\n"))
            answer = String(buffer: try await peer.line())
        }
        return answer
    }

    func order(_ order: String) async throws {
        guard try await send(order).contains(#""ok":true"#) else { throw ChannelError.operationUnsupported }
    }

    func status() async throws -> String { try await send(#"{"do":"status"}"#) }

    /// Counts what the echo server hears.
    private final class Ears: Sendable {
        let bytes = Atomic(0)
    }

    /// Sends back what it hears.
    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let ears: Ears

        init(_ ears: Ears) {
            self.ears = ears
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let count = unwrapInboundIn(data).readableBytes
            ears.bytes.wrappingAdd(count, ordering: .releasing)
            context.writeAndFlush(data, promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
