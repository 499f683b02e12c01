import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import AMQP

/// Finds two addresses, of which only the second has a broker.
private final class TwoAddresses: Resolver, Sendable {
    private let loop: any EventLoop

    init(on loop: any EventLoop) {
        self.loop = loop
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        loop.makeCompletedFuture {
            try ["127.0.0.2", "127.0.0.1"].map { try SocketAddress(ipAddress: $0, port: port) }
        }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        loop.makeSucceededFuture([])
    }

    func cancelQueries() {}
}

@Suite("Connecting", .timeLimit(.minutes(5)))
struct ConnectingTests {
    @Test("of a host with several addresses one that answers is enough")
    func severalAddresses() async throws {
        try await ScriptedBroker.with(.keepsSilent) { broker in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let opened = loop.makePromise(of: Void.self)
            let port = broker.port
            let connection = try await loop.submit {
                let configuration = AMQPConfiguration(
                    host: "broker.example", port: port, user: "u", password: "p", connectTimeout: patience)
                let handler = try ConnectionHandler(configuration)
                handler.whenOpened = { opened.completeWith($0.map { _ in }.mapError { $0 }) }
                handler.connect(on: loop, resolver: TwoAddresses(on: loop))
                return NIOLoopBound(handler, eventLoop: loop)
            }.get()
            try await opened.futureResult.get()
            #expect(broker.connections == 1)
            try await loop.submit { connection.value.close() }.get()
        }
    }
}
