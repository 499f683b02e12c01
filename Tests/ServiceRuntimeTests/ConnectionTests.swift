import Kernel
import TestSupport
import Testing

@testable import ServiceRuntime

@Suite("What a connection may do to the server", .serialized)
struct ConnectionTests {
    private static let get = "GET /v1/tracking/abc HTTP/1.1\r\nHost: localhost\r\n"

    /// The answer to bytes that end the connection.
    ///
    /// A test of a time that is set waits no longer than the default, which would end the connection too.
    private func answer(
        to text: String, settings: HTTPSettings = HTTPSettings(), within limit: Duration = patience
    ) async throws -> String {
        try await within(limit) {
            try await LiveServer.run(settings: settings) { port in
                try await RawConnection.with(port: port) { session in
                    try await session.send(text)
                    return await session.readToEnd()
                }
            }
        }
    }

    private func expectProblem(_ text: String, status: Int, slug: String) throws {
        #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
        let body = try #require(text.split(separator: "\r\n\r\n").last)
        let problem = try ReadProblem(body.utf8)
        #expect(try problem.slug == slug)
        #expect(text.lowercased().contains("connection: close"))
    }

    @Test("H1: a body of 2 MiB and a byte is refused and the connection closed cleanly, however much follows")
    func longBody() async throws {
        let length = BodyKind.defaultLimit + 1
        let head =
            "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
        let text = try await answer(to: head + String(repeating: "a", count: length))
        try expectProblem(text, status: 413, slug: "content-too-large")
    }

    @Test("H1: a body without a length is cut at the limit")
    func longChunkedBody() async throws {
        let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
        let head =
            "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let text = try await answer(to: head + String(repeating: chunk, count: 40))
        try expectProblem(text, status: 413, slug: "content-too-large")
    }

    @Test("H2: a body that stops half way is answered with 408 at the body's timeout")
    func silentBody() async throws {
        let head =
            "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        let text = try await answer(
            to: head, settings: HTTPSettings(bodyTimeout: .milliseconds(400)), within: HTTPSettings().bodyTimeout)
        try expectProblem(text, status: 408, slug: "request-timeout")
    }

    @Test("H2: a body that drips is cut at the body's timeout, though something arrives all the time")
    func drippingBody() async throws {
        let text = try await within(HTTPSettings().bodyTimeout) {
            try await LiveServer.run(settings: HTTPSettings(bodyTimeout: .milliseconds(500))) { port in
                try await RawConnection.with(port: port) { session in
                    try await session.send(
                        "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
                    )
                    let drip = session.drip(String(repeating: " ", count: 400), every: .milliseconds(50))
                    defer { drip.cancel() }
                    return await session.readToEnd()
                }
            }
        }
        try expectProblem(text, status: 408, slug: "request-timeout")
    }

    @Test("H3: a head that drips is cut at the head's timeout, and others are served meanwhile")
    func slowHead() async throws {
        let text = try await within(patience) {
            try await LiveServer.run(settings: HTTPSettings(headTimeout: .seconds(4))) { port in
                try await RawConnection.with(port: port) { session in
                    let drip = session.drip(
                        Self.get + "X-A: " + String(repeating: "a", count: 999), every: .milliseconds(30))
                    defer { drip.cancel() }
                    let other = try await RawConnection.with(port: port) { other in
                        try await other.send(Self.get + "\r\n")
                        return try await other.read(until: "\"abc\"")
                    }
                    #expect(other.hasPrefix("HTTP/1.1 200 "))
                    return await session.readToEnd()
                }
            }
        }
        try expectProblem(text, status: 408, slug: "request-timeout")
    }

    @Test(
        "a connection that says nothing, or nothing more, is closed at the idle timeout", arguments: ["", get + "\r\n"])
    func idle(first: String) async throws {
        // Who sends something may be late with it.
        let idle = Duration.milliseconds(first.isEmpty ? 400 : 4_000)
        let text = try await answer(
            to: first, settings: HTTPSettings(idleTimeout: idle), within: HTTPSettings().idleTimeout)
        #expect(first.isEmpty ? text.isEmpty : text.hasPrefix("HTTP/1.1 200 "))
    }

    @Test(
        "H4 and H5: a length that is ambiguous is refused and the connection closed",
        arguments: [
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2, 3\r\n", "Content-Length: -1\r\n",
            "Content-Length: 0x2\r\n",
            "Content-Length: +2\r\n", "Content-Length: 99999999999999999999999\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding : chunked\r\n", "Content-Length : 2\r\n",
        ])
    func ambiguousLength(headers: String) async throws {
        let text = try await answer(
            to:
                "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(headers)\r\n{}GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        try expectProblem(text, status: 400, slug: "bad-request")
        #expect(text.occurrences(of: "HTTP/1.1 ") == 1)
    }

    @Test("H6: a header of over 80 KiB, and 1,001 headers, are refused with 431")
    func longHead() async throws {
        let long = try await answer(to: Self.get + "X-A: \(String(repeating: "a", count: 81 * 1024))\r\n\r\n")
        try expectProblem(long, status: 431, slug: "request-header-fields-too-large")
        let many = try await answer(to: Self.get + String(repeating: "X: y\r\n", count: 1_001) + "\r\n")
        try expectProblem(many, status: 431, slug: "request-header-fields-too-large")
    }

    @Test(
        "bytes that are no request are refused",
        arguments: [
            "\u{16}\u{3}\u{1}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "AMQP\u{0}\u{0}\u{9}\u{1}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
            "\r\n\r\n{}\r\n\r\n",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        ])
    func garbage(text: String) async throws {
        let text = try await answer(to: text)
        try expectProblem(text, status: 400, slug: "bad-request")
    }

    @Test("a second request that can't be read gets its answer after the first one's")
    func pipelinedGarbage() async throws {
        let text = try await answer(to: Self.get + "\r\nNONSENSE\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 200 "))
    }

    @Test("several requests on one connection are answered in order")
    func pipelining() async throws {
        let requests = (0..<20).map {
            "GET /v1/tracking/n\($0) HTTP/1.1\r\nHost: localhost\r\n\($0 == 19 ? "Connection: close\r\n" : "")\r\n"
        }
        let text = try await answer(to: requests.joined())
        let found = text.split(separator: "\"code\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(found.map(String.init) == (0..<20).map { "n\($0)" })
    }

    @Test("a caller that waits before it sends its body gets 100 Continue, unless the body is too long")
    func expectContinue() async throws {
        let head =
            "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
        let text = try await within(patience) {
            try await LiveServer.run { port in
                try await RawConnection.with(port: port) { session in
                    try await session.send(head + "Content-Length: 2\r\n\r\n")
                    let first = try await session.read(until: "\r\n\r\n")
                    try await session.send("{}")
                    return try await first + session.read(until: "{}")
                }
            }
        }
        #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), "\(text)")
        let refused = try await answer(to: head + "Content-Length: \(BodyKind.defaultLimit + 1)\r\n\r\n")
        try expectProblem(refused, status: 413, slug: "content-too-large")
    }

    @Test("a long body that nobody reads does not stay on the connection")
    func unreadBody() async throws {
        let length = 5 << 20
        let text = try await answer(
            to: "POST /v1/nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(length)\r\n\r\n"
                + String(repeating: "a", count: length))
        try expectProblem(text, status: 404, slug: "not-found")
    }

    @Test("a request that is under way when the server is asked to end is answered")
    func gracefulShutdown() async throws {
        let service = SampleService()
        let text = try await within(patience) {
            try await LiveServer.run(service) { port, stop in
                try await RawConnection.with(port: port) { session in
                    try await session.send(
                        "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
                    )
                    try await eventually {
                        service.metrics.exposition().contains("http_server_active_requests 1")
                    }
                    await stop()
                    try await session.send("}")
                    return await session.readToEnd()
                }
            }
        }
        #expect(text.hasPrefix("HTTP/1.1 200 "))
        #expect(text.hasSuffix("{}"))
    }
}

extension String {
    /// How often the words occur.
    func occurrences(of words: String) -> Int { ranges(of: words).count }
}
