import FoundationEssentials
public import JWTKit
public import Kernel

/// Signs tokens for the demo and for trying things out; a city's tokens come from its own issuer.
public actor TokenIssuer {
    /// `iss` of the installation's own tokens.
    static let issuer = "minqing-local"
    /// `aud` that the services expect.
    static let audience = "minqing"

    /// A signed token and what of it a log may say.
    public struct Token: Sendable {
        public let text: String
        public let id: String
        public let subject: String
        public let expiry: Timestamp
    }

    private struct Claims: JWTPayload {
        let sub: String
        let iss: String
        let aud: String
        let iat: Int
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
    private let log: IssuedTokens?
    private var issued: [String: Token] = [:]

    /// - Parameter log: where each token leaves a line; the demo's people leave none, for their tokens leave no process.
    public init(signingKey: ES256PrivateKey, log: IssuedTokens? = nil) {
        self.signingKey = signingKey
        self.log = log
    }

    /// A token's text for an actor.
    public func token(subject: String, roles: [String], area: AreaCode) async throws -> String {
        try await sign(subject: subject, roles: roles, area: area).text
    }

    /// A token for an actor.
    ///
    /// Range of `lifetime`: up to 24 h.
    public func sign(
        subject: String, roles: [String], area: AreaCode, lifetime: Duration = .seconds(24 * 3600)
    ) async throws -> Token {
        let name = "\(subject) \(roles) \(area)"
        if let known = issued[name] { return known }
        let kid = JWKIdentifier(string: try Keys.keyID(of: signingKey))
        if !ready {
            await keys.add(ecdsa: signingKey, kid: kid)
            ready = true
        }
        let now = Int(Date().timeIntervalSince1970)
        let claims = Claims(
            sub: subject, iss: Self.issuer, aud: Self.audience, iat: now,
            exp: now + Int(lifetime.components.seconds), nbf: now - 5, jti: UUID().uuidString.lowercased(),
            roles: roles, area: area.text)
        let token = Token(
            text: try await keys.sign(claims, kid: kid), id: claims.jti, subject: subject,
            expiry: Timestamp(microseconds: Int64(claims.exp) * 1_000_000))
        try log?.add(token, roles: roles, area: area)
        issued[name] = token
        return token
    }
}
