import NIOCore
import NIOPosix
import NIOSSL

extension ConnectionHandler {
    /// Connects, with TLS where configured, and shakes hands; `whenOpened` reports how it went.
    ///
    /// Must be called on the event loop that the connection is to live on. Of a host with several addresses the first
    /// that answers is taken.
    /// - Parameter resolver: who finds the addresses of a host; nil for the system's.
    func connect(on loop: any EventLoop, resolver: (any Resolver & Sendable)? = nil) {
        loop.preconditionInEventLoop()
        let timeout = TimeAmount(configuration.connectTimeout)
        let tls: NIOSSLContext?
        do {
            tls = try configuration.tls.map { try NIOSSLContext(configuration: $0) }
        } catch {
            return fail(AMQPError(.connectFailed, reason: "TLS: \(error)"))
        }
        // A numeric address can't be a server name (RFC 6066 section 3).
        let host = configuration.host
        let isNumeric = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        let bootstrap = ClientBootstrap(group: loop)
            .resolver(resolver)
            .connectTimeout(timeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 65_536, maximum: 262_144)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let tls else { return }
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: isNumeric ? nil : host))
                }
            }
        let patience = loop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
            guard let self, !isOpen else { return }
            fail(AMQPError(.handshakeTimeout))
        }
        bootstrap.connect(host: host, port: configuration.port).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.take(channel)
            case .failure(let error):
                patience.cancel()
                self.fail(AMQPError(.connectFailed, reason: "\(error)"))
            }
        }
    }

    /// Joins the socket that was connected.
    ///
    /// Why not before: a host with two addresses has two sockets under way at once, and the loser's end is not ours.
    private func take(_ channel: any Channel) {
        // The deadline may have passed before the socket was there to be closed.
        guard failure == nil else { return channel.close(promise: nil) }
        do {
            try channel.pipeline.syncOperations.addHandler(self)
        } catch {
            channel.close(promise: nil)
            fail(AMQPError(.connectFailed, reason: "\(error)"))
        }
    }
}
