import City
import Crypto
import Kernel
import Logging
import Wire

@testable import ServiceRuntime

/// Signs tokens for tests, good ones and bad ones.
struct Tokens: Sendable {
    static let issuer = "https://issuer.example"
    static let audience = "minqing"
    static let subject = "018f4c00-0000-7000-8000-000000000001"

    let key = P256.Signing.PrivateKey()
    let keyID: String

    init(keyID: String = "key-1") {
        self.keyID = keyID
    }

    /// The public half as a member of a key set.
    var jwk: String {
        let point = Array(key.publicKey.rawRepresentation)
        return """
            {"kty":"EC","crv":"P-256","kid":"\(keyID)","use":"sig","alg":"ES256",\
            "x":"\(Base64URL.encode(Array(point[..<32])))","y":"\(Base64URL.encode(Array(point[32...])))"}
            """
    }

    var set: String { #"{"keys":[\#(jwk)]}"# }

    /// The payload of a good token, with members replaced or, by `nil`, left out.
    static func payload(now: Timestamp, _ changes: [String: String?] = [:]) -> String {
        let seconds = now.microseconds / 1_000_000
        var members: [String: String?] = [
            "iss": "\"\(issuer)\"", "aud": "\"\(audience)\"", "sub": "\"\(subject)\"", "roles": #"["dispatcher"]"#,
            "area": "\"330402\"", "exp": "\(seconds + 600)", "nbf": "\(seconds - 5)", "jti": "\"token-1\"",
        ]
        for (name, value) in changes { members[name] = .some(value) }
        return "{"
            + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.sorted().joined(separator: ",")
            + "}"
    }

    /// A token with that payload.
    func sign(_ payload: String, header: String? = nil) throws -> String {
        let header = header ?? #"{"alg":"ES256","typ":"JWT","kid":"\#(keyID)"}"#
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        let signature = try key.signature(for: Array(signed.utf8)).rawRepresentation
        return signed + "." + Base64URL.encode(Array(signature))
    }

    /// A good token of a caller with those roles.
    func token(roles: [Role] = [.dispatcher], area: String = "330402", now: Timestamp = SystemClock().now()) throws
        -> String
    {
        let names = roles.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        return try sign(Self.payload(now: now, ["roles": "[\(names)]", "area": "\"\(area)\""]))
    }

    func verifier(
        isRevoked: TokenVerifier.RevocationCheck? = nil, time: any TimeSource = SystemClock()
    ) async throws -> TokenVerifier {
        TokenVerifier(
            .init(issuer: Self.issuer, audience: Self.audience, keys: .file("unused")),
            keys: FixedKeys(set: try await KeySet(parsing: Array(set.utf8))), isRevoked: isRevoked, time: time,
            logger: Logger(label: "test"))
    }
}

/// Keys that do not change.
struct FixedKeys: KeyProvider {
    let set: KeySet
    func current(missing: String?) async throws -> KeySet { set }
}
