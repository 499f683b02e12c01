import AMQP
import Messaging
import NIOSSL
import TestSupport
import Testing

@Suite("TLS")
struct TLSTests {
    @Test("messages go and come over TLS with the server verified")
    func verified() async throws {
        try await overTLS(try TestCertificate.trustingClient()) { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) {
                try await $0.declare(.oneQueue("q"))
            }
            try await withServices(configuration) { publisher, consumer in
                let outcomes = try await publisher.publish((0..<300).map { .numbered($0, size: 2000) })
                #expect(outcomes.allSatisfy { $0 == .confirmed })
                let deliveries = try await take(300, from: consumer.source(queue: "q"))
                #expect(deliveries.map(\.number) == Array(0..<300))
            }
        }
    }

    @Test("a server that nobody vouches for is refused")
    func unverified() async throws {
        try await overTLS(AMQPConfiguration.clientTLS()) { configuration in
            let error = await #expect(throws: AMQPError.self) {
                try await AMQPConnection.withConnection(configuration, logger: .quiet) { _ in }
            }
            #expect(error?.code == .connectFailed)
        }
    }

    @Test("a server that speaks no TLS above 1.1 is refused")
    func old() async throws {
        try await overTLS(try TestCertificate.trustingClient(), serverMaximum: .tlsv11) { configuration in
            let error = await #expect(throws: AMQPError.self) {
                try await AMQPConnection.withConnection(configuration, logger: .quiet) { _ in }
            }
            #expect(error?.code == .connectFailed)
        }
    }

    private func overTLS(
        _ client: TLSConfiguration, serverMaximum: TLSVersion? = nil,
        _ body: (AMQPConfiguration) async throws -> Void
    ) async throws {
        var server = try TestCertificate.server()
        server.maximumTLSVersion = serverMaximum
        try await TestBroker.withVirtualHost { direct in
            try await Proxy.with(to: direct.port, tls: server) { proxy in
                var configuration = direct
                configuration.host = "localhost"
                configuration.port = proxy.port
                configuration.tls = client
                try await body(configuration)
            }
        }
    }
}
