import Hummingbird
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

@testable import ServiceRuntime

/// A sample service that listens on a free port while a test talks to it.
enum LiveServer {
    static func run<Result: Sendable>(
        _ service: SampleService = SampleService(), settings: HTTPSettings = HTTPSettings(),
        _ body: @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        try await run(service, settings: settings) { port, _ in try await body(port) }
    }

    /// The same, with a closure that asks the server to end, as SIGTERM does.
    static func run<Result: Sendable>(
        _ service: SampleService = SampleService(), settings: HTTPSettings = HTTPSettings(),
        _ body: @Sendable (_ port: Int, _ stop: @Sendable () async -> Void) async throws -> Result
    ) async throws -> Result {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = try await service.api().application(settings) { port in
            continuation.yield(port ?? 0)
            continuation.finish()
        }
        let group = ServiceGroup(configuration: .init(services: [application], logger: application.logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw RawConnection.Failure.noServer }
            do {
                let result = try await body(port) { await group.triggerGracefulShutdown() }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}

/// A connection on which a test writes bytes as they are and reads what comes back.
struct RawConnection: Sendable {
    enum Failure: Error {
        case noServer, timeout
        case closed(String)
    }

    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Opens a connection, hands it over, and closes it.
    static func with<Result: Sendable>(
        port: Int, secure: Bool = false, _ body: @Sendable (inout Session) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if secure {
                        // What is tested is that the server speaks TLS, not whom the client trusts.
                        var tls = TLSConfiguration.makeClientConfiguration()
                        tls.certificateVerification = .none
                        let context = try NIOSSLContext(configuration: tls)
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: nil))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (stream, continuation) = AsyncStream.makeStream(of: String.self)
                group.addTask {
                    defer { continuation.finish() }
                    do {
                        for try await buffer in inbound { continuation.yield(String(buffer: buffer)) }
                    } catch is IOError {
                        // A reset after the answer ends the reading as well.
                    }
                }
                var session = Session(inbound: stream.makeAsyncIterator(), outbound: outbound)
                let result = try await body(&session)
                group.cancelAll()
                return result
            }
        }
    }

    /// What a test does on a connection.
    struct Session {
        var inbound: AsyncStream<String>.Iterator
        let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

        func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

        /// Writes a text byte by byte, with a pause after each, until the connection or the task ends.
        func drip(_ text: String, every pause: Duration) -> Task<Void, any Error> {
            let outbound = outbound
            return Task {
                for character in text.unicodeScalars {
                    try await outbound.write(ByteBuffer(string: String(character)))
                    try await Task.sleep(for: pause)
                }
            }
        }

        /// Everything until the server closes its side.
        mutating func readToEnd() async -> String {
            var text = ""
            while let more = await inbound.next(isolation: #isolation) { text += more }
            return text
        }

        /// What comes until it holds the words.
        mutating func read(until words: String) async throws -> String {
            var text = ""
            while !text.contains(words) {
                guard let more = await inbound.next(isolation: #isolation) else { throw Failure.closed(text) }
                text += more
            }
            return text
        }
    }
}

/// Fails a test that would otherwise wait for ever.
func within<Result: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw RawConnection.Failure.timeout
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw RawConnection.Failure.timeout }
        return result
    }
}
