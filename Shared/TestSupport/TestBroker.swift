public import AMQP
import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1

/// The RabbitMQ that tests share, each with a virtual host of its own.
///
/// `MINQING_TEST_AMQP` and `MINQING_TEST_RABBITMQ_API` say where it is.
public struct TestBroker: Sendable {
    /// The management API's address, without user and trailing slash.
    public let api: String
    /// How to connect; its virtual host is `/` until ``withVirtualHost(body:)`` makes one.
    public let configuration: AMQPConfiguration

    /// - Throws: ``NotInTime`` naming the variable that is missing or wrong.
    public init() throws {
        guard let url = Environment.value("MINQING_TEST_AMQP"), let configuration = AMQPConfiguration(url: url) else {
            throw NotInTime(description: "MINQING_TEST_AMQP does not name a broker; `make test` sets it")
        }
        guard let api = Environment.value("MINQING_TEST_RABBITMQ_API") else {
            throw NotInTime(description: "MINQING_TEST_RABBITMQ_API is not set; `make test` sets it")
        }
        self.init(api: api, configuration: configuration)
    }

    /// A broker known by other means.
    ///
    /// `api` may carry a user and password; the configuration's are used.
    public init(api: String, configuration: AMQPConfiguration) {
        let parts = api.split(separator: "@", maxSplits: 1)
        self.api = parts.count == 2 ? "http://\(parts[1])" : api
        var configuration = configuration
        // Tests should see a reconnection soon.
        configuration.backoff = Backoff(first: .milliseconds(50), longest: .milliseconds(500))
        // And wait for what they are about, however busy the machine is.
        configuration.connectTimeout = patience
        configuration.replyTimeout = patience
        configuration.confirmTimeout = patience
        configuration.heartbeat = .zero
        self.configuration = configuration
    }

    /// Lends a new virtual host, where the configuration's user may do everything, and deletes it afterwards.
    public static func withVirtualHost<R>(body: (AMQPConfiguration) async throws -> R) async throws -> R {
        try await TestBroker().withVirtualHost(body: body)
    }

    /// Lends a new virtual host, where the configuration's user may do everything, and deletes it afterwards.
    public func withVirtualHost<R>(body: (AMQPConfiguration) async throws -> R) async throws -> R {
        let name = "test-\(UInt64.random(in: .min ... .max))"
        try await put("vhosts/\(name)", "{}")
        try await put(
            "permissions/\(name)/\(configuration.user)", #"{"configure":".*","write":".*","read":".*"}"#)
        var own = configuration
        own.virtualHost = name
        let result: R
        do {
            result = try await body(own)
        } catch {
            try await delete("vhosts/\(name)")
            throw error
        }
        try await delete("vhosts/\(name)")
        return result
    }

    /// Calls the management API; 2xx is success.
    ///
    /// Returns the status and the body's text.
    @discardableResult
    public func request(_ method: String, _ path: String, _ body: String? = nil) async throws -> (Int, String) {
        var request = HTTPClientRequest(url: "\(api)/api/\(path)")
        request.method = .RAW(value: method)
        request.setBasicAuth(username: configuration.user, password: configuration.password)
        request.headers.add(name: "content-type", value: "application/json")
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .init(patience))
        let text = String(buffer: try await response.body.collect(upTo: 16 << 20))
        return (Int(response.status.code), text)
    }

    /// Creates or changes an object.
    public func put(_ path: String, _ body: String) async throws {
        try check(try await request("PUT", path, body), path)
    }

    /// Deletes an object; one that is gone is deleted already.
    public func delete(_ path: String) async throws {
        let answer = try await request("DELETE", path)
        if answer.0 != 404 { try check(answer, path) }
    }

    private func check(_ answer: (Int, String), _ path: String) throws {
        guard (200..<300).contains(answer.0) else {
            throw NotInTime(description: "\(path): \(answer.0) \(answer.1)")
        }
    }
}
