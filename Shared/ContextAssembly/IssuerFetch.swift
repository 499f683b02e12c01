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

    /// The issuer answered with something else than 200.
    struct NotServed: Error, CustomStringConvertible {
        let status: UInt
        var description: String { "the issuer answered \(status)" }
    }

    /// The body of a URL.
    @Sendable static func body(of url: String) async throws -> [UInt8] {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: timeout)
        guard response.status == .ok else { throw NotServed(status: response.status.code) }
        return Array(try await response.body.collect(upTo: longest).readableBytesView)
    }
}
