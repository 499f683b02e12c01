import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite("What a server does when it is asked for too much", .serialized)
struct AdmissionTests {
    private static let get = "GET /v1/tracking/abc HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// A connection that asks and never reads, with as small a window as the system gives.
    private static func withDeafClient(
        port: Int, asking text: String, _ body: () async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .channelOption(.socketOption(.so_rcvbuf), value: 2_048)
            .connect(host: "127.0.0.1", port: port).get()
        channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
        do {
            try await body()
        } catch {
            channel.close(promise: nil)
            throw error
        }
        channel.close(promise: nil)
    }

    @Test("a client that pipelines and never reads is closed, and its connection is another's")
    func deafClient() async throws {
        let service = SampleService()
        let settings = HTTPSettings(writeTimeout: .milliseconds(300), connectionLimit: 1)
        try await within(patience) {
            try await LiveServer.run(service, settings: settings) { port in
                let pipeline = String(repeating: "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n", count: 2_000)
                try await Self.withDeafClient(port: port, asking: pipeline) {
                    try await eventually("the connection is closed") {
                        service.metrics.exposition().contains("http_server_refused_total{reason=\"unread\"} 1")
                    }
                    let text = try await RawConnection.with(port: port) { session in
                        try await session.send(Self.get)
                        return try await session.read(until: "\"abc\"")
                    }
                    #expect(text.hasPrefix("HTTP/1.1 200 "))
                    try await eventually("no request is under way") {
                        service.metrics.exposition().contains("http_server_active_requests 0")
                    }
                }
            }
        }
    }

    @Test("a client that asks for much at once and reads gets all its answers")
    func busyReader() async throws {
        let settings = HTTPSettings(writeTimeout: .seconds(2))
        let count = 200
        let found = try await within(patience) {
            try await LiveServer.run(settings: settings) { port in
                try await RawConnection.with(port: port) { session in
                    let requests = (0..<count).map {
                        "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\($0 == count - 1 ? "Connection: close\r\n" : "")\r\n"
                    }
                    try await session.send(requests.joined())
                    return await session.readToEnd().occurrences(of: "HTTP/1.1 200 ")
                }
            }
        }
        #expect(found == count)
    }

    @Test("a full server still says whether it is well, and asks everybody else to come again")
    func reserve() async throws {
        try await within(patience) {
            try await LiveServer.run(settings: HTTPSettings(connectionLimit: 1)) { port in
                try await RawConnection.with(port: port) { first in
                    try await first.send(Self.get)
                    _ = try await first.read(until: "\"abc\"")
                    let health = try await RawConnection.with(port: port) { other in
                        try await other.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        return await other.readToEnd()
                    }
                    #expect(health.hasPrefix("HTTP/1.1 200 "), "\(health)")
                    let refused = try await RawConnection.with(port: port) { other in
                        try await other.send(Self.get)
                        return await other.readToEnd()
                    }
                    #expect(refused.hasPrefix("HTTP/1.1 503 "), "\(refused)")
                    #expect(refused.lowercased().contains("retry-after: 1"))
                    try await first.send(Self.get)
                    #expect(try await first.read(until: "\"abc\"").hasPrefix("HTTP/1.1 200 "))
                }
            }
        }
    }

    @Test("an address with too many connections gets no other, until one of them ends")
    func perAddress() async throws {
        let service = SampleService()
        try await within(patience) {
            try await LiveServer.run(service, settings: HTTPSettings(connectionsPerAddress: 1)) { port in
                try await RawConnection.with(port: port) { first in
                    try await first.send(Self.get)
                    _ = try await first.read(until: "\"abc\"")
                    let second = try await RawConnection.with(port: port) { await $0.readToEnd() }
                    #expect(second.isEmpty)
                }
                try await eventually("another is served") {
                    try await RawConnection.with(port: port) { again in
                        do {
                            try await again.send(Self.get)
                            return try await again.read(until: "\"abc\"").hasPrefix("HTTP/1.1 200 ")
                        } catch {
                            return false
                        }
                    }
                }
            }
        }
    }

    @Test("when the bodies under way fill their room, the next one is answered 503, and taken when there is room again")
    func bodies() async throws {
        let service = SampleService()
        let settings = HTTPSettings(bodyBytes: 2_000)
        try await within(patience) {
            try await LiveServer.run(service, settings: settings) { port in
                try await RawConnection.with(port: port) { first in
                    try await first.send(Self.head(900) + "{" + String(repeating: " ", count: 800))
                    let refused = try await Self.eventuallyRefused(port: port, Self.head(300) + Self.object(300))
                    #expect(refused.lowercased().contains("retry-after: 1"))
                    #expect(service.metrics.exposition().contains("http_server_refused_total{reason=\"bodies\"}"))
                    try await first.send(String(repeating: " ", count: 98) + "}")
                    #expect(try await first.read(until: "}").hasPrefix("HTTP/1.1 200 "))
                    try await eventually("the next is taken") {
                        try await Self.answer(port: port, Self.head(300) + Self.object(300)).hasPrefix("HTTP/1.1 200 ")
                    }
                }
            }
        }
    }

    /// The first answer that is no success: the bytes of the other connection may arrive late.
    private static func eventuallyRefused(port: Int, _ request: String) async throws -> String {
        var last = ""
        repeat { last = try await answer(port: port, request) } while last.hasPrefix("HTTP/1.1 200 ")
        #expect(last.hasPrefix("HTTP/1.1 503 "), "\(last)")
        return last
    }

    private static func answer(port: Int, _ request: String) async throws -> String {
        try await RawConnection.with(port: port) { session in
            try await session.send(request)
            return try await session.read(until: "}")
        }
    }

    private static func head(_ length: Int) -> String {
        "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
    }

    private static func object(_ length: Int) -> String { "{" + String(repeating: " ", count: length - 2) + "}" }

    @Test("metrics and the document are served on their own port alone where they have one")
    func administration() async throws {
        let api = try await SampleService().api()
        let settings = HTTPSettings(adminAddress: .init(port: 0))
        #expect(try api.servers(settings).count == 2)
        #expect(try api.servers(HTTPSettings()).count == 1)
        func statuses(_ application: Application<ServiceResponder>) async throws -> [Int] {
            try await application.test(.router) { client in
                var statuses: [Int] = []
                for path in ["/metrics", "/openapi.json", "/health/ready", "/v1/tracking/abc"] {
                    statuses.append(try await client.execute(uri: path, method: .get).status.code)
                }
                return statuses
            }
        }
        #expect(try await statuses(api.application(HTTPSettings())) == [200, 200, 200, 200])
        #expect(try await statuses(api.application(settings)) == [404, 404, 200, 200])
        #expect(try await statuses(#require(try api.administration(settings))) == [200, 200, 200, 404])
    }
}
