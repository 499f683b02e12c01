/// Whose tokens are believed.
public struct AuthenticationSettings: Sendable {
    /// The `iss` that a token must carry.
    public let issuer: String

    /// The `aud` that a token must name.
    public let audience: String

    /// Where the public keys come from.
    public let keys: KeyOrigin

    /// A file of the users and tokens that are no longer believed; nil where nobody keeps one.
    public let revoked: String?

    /// Where public keys come from.
    public enum KeyOrigin: Sendable, Hashable {
        /// A JSON Web Key Set in a file, read again when the file changes.
        case file(String)
        /// The key set that an OpenID Connect issuer publishes.
        case issuer(String)
    }

    /// Makes settings for a test or a tool.
    public init(issuer: String, audience: String, keys: KeyOrigin, revoked: String? = nil) {
        self.revoked = revoked
        self.issuer = issuer
        self.audience = audience
        self.keys = keys
    }

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        issuer = try source.text(Keys.issuer)
        audience = try source.text(Keys.audience)
        revoked = try source.optional(Keys.revoked)
        switch (try source.optional(Keys.file), try source.optional(Keys.oidc)) {
        case (let file?, nil): keys = .file(file)
        case (nil, let url?):
            guard url.hasPrefix("https://") || url.hasPrefix("http://127.0.0.1") else {
                throw ConfigurationError(Keys.oidc, "must start with https://")
            }
            keys = .issuer(url)
        case (nil, nil): throw ConfigurationError(Keys.file, "is required (or \(Keys.oidc.variable))")
        case (_?, _?): throw ConfigurationError(Keys.file, "can't be set beside \(Keys.oidc.variable)")
        }
    }

    static let keys = [Keys.issuer, Keys.audience, Keys.file, Keys.oidc, Keys.revoked]

    private enum Keys {
        static let issuer = ConfigurationKey(
            "jwt.issuer", fallback: "minqing", summary: "The `iss` that a token must carry.")
        static let audience = ConfigurationKey(
            "jwt.audience", fallback: "minqing", summary: "The `aud` that a token must name.")
        static let file = ConfigurationKey(
            "jwks.file", .file, summary: "A JSON Web Key Set; read again when the file changes.")
        static let revoked = ConfigurationKey(
            "revoked.file", .file,
            summary: "Users and tokens that are no longer believed, an id a line; read again when the file changes.")
        static let oidc = ConfigurationKey(
            "oidc.issuer", summary: "An OpenID Connect issuer whose published keys are used instead of a file.")
    }
}
