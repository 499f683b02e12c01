import FoundationEssentials
public import JWTKit
public import Kernel

/// Signs tokens for the demo and for trying things out; a city's tokens come from its own issuer.
public actor TokenIssuer {
    /// `iss` of the installation's own tokens.
    static let issuer = "minqing-local"
    /// `aud` that the services expect.
    static let audience = "minqing"

    private struct Claims: JWTPayload {
        let sub: String
        let iss: String
        let aud: String
        let exp: Int
        let nbf: Int
        let jti: String
        let roles: [String]
        let area: String

        func verify(using _: some JWTAlgorithm) async throws {}
    }

    private let keys = JWTKeyCollection()
    private var ready = false
    private let signingKey: ES256PrivateKey
    private var issued: [String: String] = [:]

    public init(signingKey: ES256PrivateKey) {
        self.signingKey = signingKey
    }

    /// A token for an actor.
    ///
    /// Range of `lifetime`: up to 24 h.
    public func token(
        subject: String, roles: [String], area: AreaCode, lifetime: Duration = .seconds(24 * 3600)
    ) async throws -> String {
        let name = "\(subject) \(roles) \(area)"
        if let known = issued[name] { return known }
        if !ready {
            await keys.add(ecdsa: signingKey, kid: JWKIdentifier(string: Keys.keyID))
            ready = true
        }
        let now = Int(Date().timeIntervalSince1970)
        let token = try await keys.sign(
            Claims(
                sub: subject, iss: Self.issuer, aud: Self.audience, exp: now + Int(lifetime.components.seconds),
                nbf: now - 5, jti: UUID().uuidString.lowercased(), roles: roles, area: area.text),
            kid: JWKIdentifier(string: Keys.keyID))
        issued[name] = token
        return token
    }
}
