import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Fetches what an OpenID Connect issuer publishes.
enum IssuerFetch {
    /// How long an answer may take.
    ///
    /// Source: our choice; a caller waits meanwhile.
    static let timeout = TimeAmount.seconds(5)
    /// How long a document may be.
    ///
    /// Units: bytes. Source: our choice; a key set of a hundred keys has some 50,000.
    static let longest = 1 << 20

    /// A client that follows no redirect and decompresses nothing.
    ///
    /// Why: the address was checked and where it leads to was not; a short answer must not become a long one. Lives as
    /// long as the process, for a client must be shut down before it is let go.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled))

    /// The issuer answered with something else than 200.
    struct NotServed: Error, CustomStringConvertible {
        let status: UInt
        var description: String { "the issuer answered \(status)" }
    }

    /// The body of a URL.
    @Sendable static func body(of url: String) async throws -> [UInt8] {
        let response = try await client.execute(HTTPClientRequest(url: url), timeout: timeout)
        guard response.status == .ok else { throw NotServed(status: response.status.code) }
        return Array(try await response.body.collect(upTo: longest).readableBytesView)
    }
}
