import NIOCore
import NIOPosix
import Wire

/// All links and the control port, on one event loop of their own.
final class Switchboard {
    private var links: [Link] = []
    private var ports: [String: Int] = [:]

    /// What a link is made from: `NAME=UPSTREAM` or `NAME=PORT>UPSTREAM`.
    struct Plan: Sendable, Hashable {
        let name: String
        /// 0 takes a free one.
        var port = 0
        let upstream: Upstream

        init?(_ text: String) {
            let halves = text.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { return nil }
            let way = halves[1].split(separator: ">")
            guard let last = way.last, let upstream = Upstream(last), way.count <= 2 else { return nil }
            if way.count == 2 {
                guard let port = Int(way[0]), (0...65_535).contains(port) else { return nil }
                self.port = port
            }
            name = String(halves[0])
            self.upstream = upstream
        }
    }

    /// Listens on the loopback; returns the control port and each link's port.
    static func start(
        _ plans: [Plan], control: Int, seed: UInt64, on loop: any EventLoop
    ) async throws -> (control: Int, links: [String: Int]) {
        let board = try await loop.submit { NIOLoopBound(Switchboard(), eventLoop: loop) }.get()
        var ports: [String: Int] = [:]
        for plan in plans {
            let channel = try await ServerBootstrap(group: loop)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { client in
                    client.eventLoop.makeCompletedFuture { try board.value.link(plan.name)?.accept(client) }
                }
                .bind(host: "127.0.0.1", port: plan.port).get()
            let port = channel.localAddress?.port ?? 0
            ports[plan.name] = port
            try await loop.submit {
                board.value.add(Link(name: plan.name, upstream: plan.upstream, seed: seed), port: port)
            }.get()
        }
        let channel = try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { client in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(ControlHandler(board.value))
                }
            }
            .bind(host: "127.0.0.1", port: control).get()
        return (channel.localAddress?.port ?? 0, ports)
    }

    private func add(_ link: Link, port: Int) {
        links.append(link)
        ports[link.name] = port
    }

    private func link(_ name: String) -> Link? { links.first { $0.name == name } }

    /// Carries an order out; returns how many links it was for.
    func obey(_ order: Order) -> Int {
        func each(_ pattern: LinkPattern, _ body: (Link) -> Void) -> Int {
            let meant = links.filter { pattern.matches($0.name) }
            for link in meant { body(link) }
            return meant.count
        }
        switch order {
        case .fault(let pattern, let fault): return each(pattern) { $0.take(fault) }
        case .clear(let pattern): return each(pattern) { $0.take(.none) }
        case .cut(let pattern): return each(pattern) { $0.cut() }
        case .retarget(let pattern, let upstream): return each(pattern) { $0.retarget(upstream) }
        case .status: return links.count
        }
    }

    /// Writes what each link has seen.
    func describe(to writer: inout ObjectWriter) {
        writer.array("status", links) { [ports] writer, link in
            writer.object { line in
                line.field("link", link.name)
                line.field("port", ports[link.name] ?? 0)
                line.field("upstream", link.upstream.description)
                line.field("strike", link.fault.strike?.kind.rawValue)
                line.field("open", link.open)
                line.field("connections", link.count.connections)
                line.field("refused", link.count.refused)
                line.field("forwarded_bytes", link.count.forwarded)
                line.field("dropped_bytes", link.count.dropped)
                line.field("resets", link.count.resets)
            }
        }
    }
}
