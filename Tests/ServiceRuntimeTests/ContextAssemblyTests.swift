import AMQP
import City
import Configuration
import ContextAssembly
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Messaging
import Postgres
import Reliability
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite("What every context is built from")
struct ContextAssemblyTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func assembly(of context: CityContext = .intake, _ changes: [String: String?]) throws
        -> ContextAssembly
    {
        var variables = [
            "MINQING_POSTGRES_USER": "intake", "MINQING_AMQP_USER": "intake", "MINQING_AMQP_PASSWORD": "none",
            "MINQING_JWKS_FILE": "/etc/hostname", "MINQING_PARTITIONS": "4",
        ]
        for (name, value) in changes { variables[name] = value }
        let provider = EnvironmentVariablesProvider(environmentVariables: variables).prefixKeys(with: "minqing")
        return try ContextAssembly(
            context,
            configuration: ServiceConfiguration(ConfigurationSource(reader: ConfigReader(provider: provider))),
            logger: logger)
    }

    /// Serves an issuer's documents on a free port while a test asks for them.
    private static func withIssuer(
        keys: String, _ body: @Sendable @escaping (_ issuer: String) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let port = Mutex(0)
        let router = Router()
        router.get("/.well-known/openid-configuration") { _, _ in
            let issuer = "http://127.0.0.1:\(port.withLock { $0 })"
            return #"{"issuer":"\#(issuer)","jwks_uri":"\#(issuer)/keys"}"#
        }
        router.get("/keys") { _, _ in keys }
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
                continuation.finish()
            }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await bound in ports { port.withLock { $0 = bound } }
            try await body("http://127.0.0.1:\(port.withLock { $0 })")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("the keys of an OpenID Connect issuer are fetched, and its tokens believed")
    func issuer() async throws {
        let tokens = Tokens()
        try await Self.withIssuer(keys: tokens.set) { issuer in
            let assembly = try Self.assembly([
                "MINQING_JWKS_FILE": nil, "MINQING_OIDC_ISSUER": issuer, "MINQING_JWT_ISSUER": issuer,
            ])
            var authenticator = try await assembly.authenticator()
            let token = try tokens.sign(
                Tokens.payload(now: SystemClock().now(), ["iss": "\"\(issuer)\""]))
            // The issuer runs in this process, and may be late with its answer.
            try await eventually("a principal") {
                authenticator = try await assembly.authenticator()
                return (try? await authenticator.principal(for: token).area.text) == "330402"
            }
            let stranger = try Tokens().sign(Tokens.payload(now: SystemClock().now(), ["iss": "\"\(issuer)\""]))
            await #expect(throws: Problem.unauthenticated) { _ = try await authenticator.principal(for: stranger) }
        }
    }

    @Test("an issuer that is away is the service's trouble, not the caller's")
    func absentIssuer() async throws {
        let assembly = try Self.assembly([
            "MINQING_JWKS_FILE": nil, "MINQING_OIDC_ISSUER": "http://127.0.0.1:9",
        ])
        let token = try Tokens().token()
        let authenticator = try await assembly.authenticator()
        await #expect(throws: Problem.unavailable()) { _ = try await authenticator.principal(for: token) }
    }

    @Test("a service that logs in as a superuser ends with the configuration's exit code")
    func superuser() async throws {
        struct Idle: Service {
            func run() async throws { try await gracefulShutdown() }
        }
        let server = try TestDatabase.server()
        // The registry subscribes to nothing, so it needs no handlers.
        let assembly = try Self.assembly(
            of: .registry,
            [
                "MINQING_POSTGRES_HOST": server.host, "MINQING_POSTGRES_PORT": server.ports,
                "MINQING_POSTGRES_USER": server.user, "MINQING_POSTGRES_PASSWORD": server.password,
                "MINQING_POSTGRES_DATABASE": server.database,
            ])
        let check = try #require(
            assembly.services(handlers: [:], http: Idle()).compactMap { $0 as? RoleCheck }.first)
        let error = await #expect(throws: RoleFault.self) {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await assembly.pool.run() }
                tasks.addTask { try await check.run() }
                defer { tasks.cancelAll() }
                try await tasks.next()
            }
        }
        let failure = try #require(error as (any Error)? as? any StartFailure)
        #expect(failure.exitCode == .configuration)
        #expect(failure.description == "refuses to run as \(server.user), a superuser of the database")
    }

    @Test("who may take no messages any more is not ready, and is again once he may")
    func cancelledConsumer() async throws {
        try await TestBroker.withVirtualHost { broker in
            let assembly = try Self.assembly([
                "MINQING_AMQP_PORT": "\(broker.port)", "MINQING_AMQP_USER": broker.user,
                "MINQING_AMQP_PASSWORD": broker.password, "MINQING_AMQP_VHOST": broker.virtualHost,
            ])
            let queue = Topology(queues: [QueueDeclaration(name: "probe", arguments: [:])])
            func declare() async throws {
                try await AMQPConnection.withConnection(broker, logger: Self.logger) { try await $0.declare(queue) }
            }
            try await declare()
            let readiness = Readiness(assembly.healthChecks)
            let source = assembly.consumer.source(queue: "probe", prefetch: 1)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await assembly.publisher.run() }
                tasks.addTask { try await assembly.consumer.run() }
                tasks.addTask { _ = try await source.next(limit: 1, within: .zero) }
                try await eventually { await !readiness.failures().contains("amqp") }
                try await AMQPConnection.withConnection(broker, logger: Self.logger) {
                    _ = try await $0.delete(queue: "probe")
                }
                try await eventually { await readiness.failures().contains("amqp") }
                try await declare()
                try await eventually { await !readiness.failures().contains("amqp") }
                tasks.cancelAll()
            }
        }
    }
}
