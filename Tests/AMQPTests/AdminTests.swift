import AMQP
import Messaging
import TestSupport
import Testing

@Suite("Admin")
struct AdminTests {
    private func withAdmin<R>(_ body: (AMQPAdmin) async throws -> R) async throws -> R {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet, body)
        }
    }

    private var topology: Topology {
        Topology(
            exchanges: [
                ExchangeDeclaration(name: "stray", kind: .fanout),
                ExchangeDeclaration(name: "e", kind: .topic, arguments: ["alternate-exchange": .string("stray")]),
            ],
            queues: Topology.oneQueue("q").queues,
            bindings: [BindingDeclaration(exchange: "e", queue: "q", routingKey: "a.#")])
    }

    @Test("a topology can be declared again and again")
    func declareTwice() async throws {
        try await withAdmin { admin in
            for _ in 0..<2 { try await admin.declare(topology) }
            try await admin.checkExchange("e")
            #expect(try await admin.status(ofQueue: "q") == QueueStatus(messages: 0, consumers: 0))
        }
    }

    @Test("an object with other properties fails with its name and 406, and the connection goes on")
    func mismatch() async throws {
        try await withAdmin { admin in
            try await admin.declare(topology)
            let other = Topology.oneQueue("q", ["x-max-length": .integer(5)])
            let queue = await #expect(throws: AMQPError.self) { try await admin.declare(other) }
            #expect(queue?.description == "AMQPError(declarationMismatch, reply code 406, object q)")
            #expect(queue?.isRetriable == false)
            let kind = Topology(exchanges: [ExchangeDeclaration(name: "e", kind: .direct)])
            let exchange = await #expect(throws: AMQPError.self) { try await admin.declare(kind) }
            #expect(exchange?.code == .declarationMismatch)
            #expect(exchange?.object == "e")
            try await admin.declare(topology)
        }
    }

    @Test("what is not there is named as not found")
    func notFound() async throws {
        try await withAdmin { admin in
            let queue = await #expect(throws: AMQPError.self) { try await admin.status(ofQueue: "none") }
            #expect(queue?.code == .notFound && queue?.object == "none" && queue?.replyCode == 404)
            let exchange = await #expect(throws: AMQPError.self) { try await admin.checkExchange("none") }
            #expect(exchange?.code == .notFound)
            let deleted = try await admin.delete(queue: "none")
            #expect(deleted == 0)
        }
    }

    @Test("messages can be got, purged, unbound and deleted")
    func getAndPurge() async throws {
        try await TestBroker.withVirtualHost { configuration in
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { admin in
                try await admin.declare(topology)
                try await withServices(configuration) { publisher, _ in
                    let message = OutgoingMessage(
                        exchange: "e", routingKey: "a.b", properties: MessageProperties(messageID: "m"), body: [7])
                    #expect(try await publisher.publish([message, message, message]).allSatisfy { $0 == .confirmed })
                    let got = try await admin.get(queue: "q")
                    #expect(got?.body == [7] && got?.properties.messageID == "m" && got?.exchange == "e")
                    try await eventually { try await admin.status(ofQueue: "q").messages == 2 }
                    #expect(try await admin.purge(queue: "q") == 2)
                    #expect(try await admin.get(queue: "q") == nil)
                    try await admin.unbind(topology.bindings[0])
                    // Nobody is bound to the alternate exchange either.
                    #expect(try await publisher.publish([message]) == [.returned(code: 312, reason: "NO_ROUTE")])
                    try await admin.delete(queue: "q")
                    try await admin.delete(exchange: "e")
                }
            }
        }
    }

    @Test("a name longer than the protocol allows is refused before it is sent")
    func longName() async throws {
        try await withAdmin { admin in
            let name = String(repeating: "q", count: 256)
            let error = await #expect(throws: AMQPError.self) { try await admin.purge(queue: name) }
            #expect(error?.code == .unencodable)
            try await admin.declare(.oneQueue("q"))
        }
    }

    @Test("a wrong password is thrown to the caller that asked for the connection")
    func wrongPassword() async throws {
        var configuration = try TestBroker().configuration
        configuration.password = "wrong"
        let error = await #expect(throws: AMQPError.self) {
            try await AMQPConnection.withConnection(configuration, logger: .quiet) { _ in }
        }
        #expect(error?.code == .loginRefused)
    }
}
