import NIOCore
import NIOPosix

/// A way from a port of ours to a server, with the fault that it has at the moment.
///
/// Lives on one event loop, as all of the proxy does.
final class Link {
    /// What has gone through.
    struct Count {
        var connections = 0
        var refused = 0
        /// Units: bytes.
        var forwarded = 0
        /// Units: bytes.
        var dropped = 0
        var resets = 0
    }

    let name: String
    private(set) var upstream: Upstream
    private(set) var fault = Fault.none
    var count = Count()
    private let seed: UInt64
    private var generation = 0
    private var relays: [Int: Relay] = [:]

    init(name: String, upstream: Upstream, seed: UInt64) {
        self.name = name
        self.upstream = upstream
        self.seed = seed
    }

    /// How many connections are open.
    var open: Int { relays.count }

    func forget(_ number: Int) { relays[number] = nil }

    func retarget(_ upstream: Upstream) { self.upstream = upstream }

    /// Takes up a fault, for the open connections too.
    func take(_ fault: Fault) {
        self.fault = fault
        generation += 1
        for (number, relay) in relays.sorted(by: { $0.key < $1.key }) { relay.follow(script(number)) }
    }

    /// Resets the open connections.
    func cut() {
        for relay in Array(relays.values) { relay.reset() }
    }

    /// A client came; the server is called.
    func accept(_ client: any Channel) throws {
        count.connections += 1
        let number = count.connections
        let relay = Relay(link: self, number: number, client: client, script: script(number))
        relays[number] = relay
        try client.pipeline.syncOperations.addHandler(RelayHandler(relay, .client))
        let bound = NIOLoopBound(relay, eventLoop: client.eventLoop)
        ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RelayHandler(bound.value, .server))
                }
            }
            .connect(host: upstream.host, port: upstream.port)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let server): relay.open(server)
                case .failure:
                    self.count.refused += 1
                    relay.reset()
                }
            }
    }

    private func script(_ number: Int) -> Script {
        Script(fault: fault, seed: seed, link: name, connection: number, generation: generation)
    }
}
