import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP proxy between a client and the broker that a test can cut, stall or slip bytes into.
final class Proxy: Sendable {
    private let server: any Channel
    private let traffic: Traffic

    /// Where clients connect.
    var port: Int { server.localAddress?.port ?? 0 }

    /// How many connections were made so far.
    var accepted: Int { traffic.state.withLock { $0.accepted } }

    /// Lends a proxy; where `tls` is set clients must speak TLS, and the broker gets plain TCP all the same.
    static func with<R>(
        to brokerPort: Int, tls: TLSConfiguration? = nil, _ body: (Proxy) async throws -> R
    ) async throws -> R {
        let proxy = try await Proxy(to: brokerPort, tls: tls)
        return try await closing(proxy.server) {
            let result = try await body(proxy)
            proxy.cut()
            return result
        }
    }

    private init(to brokerPort: Int, tls: TLSConfiguration?) async throws {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let traffic = Traffic()
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                guard !traffic.isRefusing else { return client.close() }
                return ClientBootstrap(group: client.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .connect(host: "127.0.0.1", port: brokerPort)
                    .flatMapThrowing { broker in
                        if let context {
                            try client.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                        }
                        try client.pipeline.syncOperations.addHandler(Pump(to: broker, traffic, towardsBroker: true))
                        try broker.pipeline.syncOperations.addHandler(Pump(to: client, traffic, towardsBroker: false))
                        traffic.opened(client, broker)
                    }
                    .flatMap { client.setOption(.autoRead, value: true) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.traffic = traffic
    }

    /// Closes every connection, at once or when the broker has been sent this many more bytes.
    func cut(after bytes: Int = 0) {
        let channels = traffic.state.withLock { state in
            if bytes > 0 {
                state.budget = bytes
                return [] as [any Channel]
            }
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Swallows everything in both directions while the connections stay open.
    func stall(_ stalled: Bool) {
        traffic.state.withLock { $0.isStalled = stalled }
    }

    /// Closes every new connection at once.
    func refuse(_ refusing: Bool) {
        traffic.state.withLock { $0.isRefusing = refusing }
    }

    /// Sends bytes to the broker as if the client had.
    func slip(_ bytes: [UInt8]) {
        let brokers = traffic.state.withLock { state in state.channels.enumerated().filter { $0.offset % 2 == 1 } }
        for (_, broker) in brokers { broker.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
    }
}

/// Closes a server when the body is through, however it ends.
func closing<R>(_ server: any Channel, _ body: () async throws -> R) async throws -> R {
    let result: R
    do {
        result = try await body()
    } catch {
        try await server.close()
        throw error
    }
    try await server.close()
    return result
}

/// What a proxy's connections share.
private final class Traffic: Sendable {
    struct State {
        /// Client and broker in turn.
        var channels: [any Channel] = []
        var budget: Int?
        var isStalled = false
        var isRefusing = false
        var accepted = 0
    }

    let state = Mutex(State())

    var isRefusing: Bool { state.withLock { $0.isRefusing } }

    func opened(_ client: any Channel, _ broker: any Channel) {
        state.withLock { state in
            state.accepted += 1
            state.channels += [client, broker]
        }
        _ = broker.setOption(.autoRead, value: true)
    }

    /// How many of these bytes may pass, and whether that is the end.
    func allowance(_ count: Int, towardsBroker: Bool) -> (pass: Int, cut: Bool) {
        state.withLock { state in
            if state.isStalled { return (0, false) }
            guard towardsBroker, let budget = state.budget else { return (count, false) }
            state.budget = budget > count ? budget - count : nil
            return (min(budget, count), budget <= count)
        }
    }
}

/// Passes on what arrives.
private final class Pump: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let target: any Channel
    private let traffic: Traffic
    private let towardsBroker: Bool

    init(to target: any Channel, _ traffic: Traffic, towardsBroker: Bool) {
        self.target = target
        self.traffic = traffic
        self.towardsBroker = towardsBroker
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        let (pass, cut) = traffic.allowance(bytes.readableBytes, towardsBroker: towardsBroker)
        if let part = bytes.getSlice(at: bytes.readerIndex, length: pass), pass > 0 {
            target.writeAndFlush(part, promise: nil)
        }
        if cut {
            target.close(promise: nil)
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        target.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
