/// Whose tokens are believed.
public struct AuthenticationSettings: Sendable {
    /// The `iss` that a token must carry.
    public let issuer: String

    /// The `aud` that a token must name.
    public let audience: String

    /// How long a token may hold from when it was issued.
    public let greatestLife: Duration

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
    public init(
        issuer: String, audience: String, keys: KeyOrigin, revoked: String? = nil,
        greatestLife: Duration = .seconds(86_400)
    ) {
        self.revoked = revoked
        self.greatestLife = greatestLife
        self.issuer = issuer
        self.audience = audience
        self.keys = keys
    }

    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        issuer = try source.text(Keys.issuer)
        audience = try source.text(Keys.audience)
        greatestLife = .seconds(try source.integer(Keys.life))
        revoked = try source.optional(Keys.revoked)
        switch (try source.optional(Keys.file), try source.optional(Keys.oidc)) {
        case (let file?, nil): keys = .file(file)
        case (nil, let url?):
            guard IssuerURL(url) != nil else {
                throw ConfigurationError(Keys.oidc, "must be an https address without user, query or fragment")
            }
            keys = .issuer(url)
        case (nil, nil): throw ConfigurationError(Keys.file, "is required (or \(Keys.oidc.variable))")
        case (_?, _?): throw ConfigurationError(Keys.file, "can't be set beside \(Keys.oidc.variable)")
        }
    }

    static let keys = [Keys.issuer, Keys.audience, Keys.life, Keys.file, Keys.oidc, Keys.revoked]

    private enum Keys {
        static let issuer = ConfigurationKey(
            "jwt.issuer", fallback: "minqing", summary: "The `iss` that a token must carry.")
        static let audience = ConfigurationKey(
            "jwt.audience", fallback: "minqing", summary: "The `aud` that a token must name.")
        static let life = ConfigurationKey(
            "jwt.life.seconds", .integer(60...2_592_000), fallback: "86400",
            summary: "How long a token may hold from when it was issued; one that claims more is refused.")
        static let file = ConfigurationKey(
            "jwks.file", .file, summary: "A JSON Web Key Set; read again when the file changes.")
        static let revoked = ConfigurationKey(
            "revoked.file", .file,
            summary: "Users and tokens that are no longer believed, an id a line; read again when the file changes.")
        static let oidc = ConfigurationKey(
            "oidc.issuer", summary: "An OpenID Connect issuer whose published keys are used instead of a file.")
    }
}
