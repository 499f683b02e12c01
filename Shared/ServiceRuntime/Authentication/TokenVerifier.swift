import Crypto
public import Kernel
public import Logging
import Synchronization
import Wire

/// Believes a signed JWT, or does not; a caller never learns why not.
///
/// Checked: the algorithm is the key's own and asymmetric, the key is one of ours, the signature, `iss`, `aud`, `exp`,
/// `nbf`, that it holds no longer than a token may, the form of `sub`, `roles` and `area`, and that the user has not been
/// disabled.
/// Source: RFC 7519, RFC 8725.
public final class TokenVerifier: Authenticator {
    /// Whether a user or one token of his has been disabled; asked at most once in ``revocationLifetime`` for each token.
    public typealias RevocationCheck = @Sendable (_ id: ActorID, _ tokenID: String?) async throws -> Bool

    /// How far the clocks of the issuer and of ours may be apart.
    public static let leeway = Duration.seconds(30)

    /// How long a disabled user may still be believed.
    public static let revocationLifetime = Duration.seconds(30)

    /// How many tokens are remembered as verified.
    static let remembered = 20_000

    private struct Verified {
        let claims: Claims
        let keys: KeySet
        var checkedAt: Timestamp
    }

    private let settings: AuthenticationSettings
    private let keys: any KeyProvider
    private let isRevoked: RevocationCheck?
    private let time: any TimeSource
    private let logger: Logger
    private let verified = Mutex<[SHA256Digest: Verified]>([:])

    /// Makes a verifier with the real clock: a token's times are real even where the business clock is scaled.
    ///
    /// `fetch` gets the body of a URL; it is needed only when the keys come from an OpenID Connect issuer.
    /// Throws: `ConfigurationError` if there are no usable keys.
    public convenience init(
        _ settings: AuthenticationSettings,
        fetch: (@Sendable (_ url: String) async throws -> [UInt8])? = nil, logger: Logger
    ) async throws {
        let keys: any KeyProvider
        switch settings.keys {
        case .file(let path): keys = try await KeyFile(path: path, logger: logger)
        case .issuer(let url):
            guard let fetch else {
                throw ConfigurationError(variable: "MINQING_OIDC_ISSUER", reason: "is not supported by this service")
            }
            keys = OIDCKeys(issuer: url, fetch: fetch, logger: logger)
        }
        var isRevoked: RevocationCheck?
        if let path = settings.revoked {
            let file = RevocationFile(path: path)
            isRevoked = { user, token in try file.contains(user, tokenID: token) }
        }
        self.init(settings, keys: keys, isRevoked: isRevoked, time: SystemClock(), logger: logger)
    }

    init(
        _ settings: AuthenticationSettings, keys: any KeyProvider, isRevoked: RevocationCheck?, time: any TimeSource,
        logger: Logger
    ) {
        self.settings = settings
        self.keys = keys
        self.isRevoked = isRevoked
        self.time = time
        self.logger = logger
    }

    /// The caller whose token it is.
    public func principal(for token: String) async throws -> Principal {
        let now = time.now()
        let digest = SHA256.hash(data: Array(token.utf8))
        let set = try await keys.current(missing: nil)
        if let known = verified.withLock({ $0[digest] }), known.keys.generation == set.generation {
            guard isInTime(known.claims, now) else { return try refuse("expired") }
            if isRevoked == nil || now - known.checkedAt < Self.revocationLifetime { return known.claims.principal }
            try await checkRevocation(known.claims)
            verified.withLock { $0[digest]?.checkedAt = now }
            return known.claims.principal
        }
        let (claims, used) = try await verify(token, set)
        guard isInTime(claims, now) else { return try refuse("expired") }
        guard isShortLived(claims, now) else { return try refuse("lifetime") }
        try await checkRevocation(claims)
        remember(digest, Verified(claims: claims, keys: used, checkedAt: now))
        return claims.principal
    }

    private func verify(_ token: String, _ set: KeySet) async throws -> (Claims, KeySet) {
        guard let parts = SignedToken(token) else { return try refuse("malformed") }
        var set = set
        if set[parts.keyID] == nil { set = try await keys.current(missing: parts.keyID) }
        guard let key = set[parts.keyID] else { return try refuse("unknown key") }
        guard key.algorithm == parts.algorithm else { return try refuse("algorithm") }
        guard key.verifies(parts.signature, of: parts.signed) else { return try refuse("signature") }
        let claims: Claims
        do {
            claims = try Claims(try WireObject(parsing: parts.payload))
        } catch {
            return try refuse("claims")
        }
        guard claims.issuer == settings.issuer else { return try refuse("issuer") }
        guard claims.audience.contains(settings.audience) else { return try refuse("audience") }
        return (claims, set)
    }

    private func isInTime(_ claims: Claims, _ now: Timestamp) -> Bool {
        let seconds = now.microseconds / 1_000_000
        let leeway = Self.leeway.components.seconds
        return seconds < claims.expiry + leeway && (claims.notBefore ?? .min) <= seconds + leeway
    }

    /// Whether it holds no longer than a token may: from its `iat`, and where it has none or one to come, from now.
    ///
    /// Why: a revocation is forgotten when the token that it is of can hold no more.
    private func isShortLived(_ claims: Claims, _ now: Timestamp) -> Bool {
        let seconds = now.microseconds / 1_000_000
        let start = min(claims.issuedAt ?? seconds, seconds)
        let greatest = settings.greatestLife.components.seconds + Self.leeway.components.seconds
        return claims.expiry - start <= greatest
    }

    private func checkRevocation(_ claims: Claims) async throws {
        guard let isRevoked else { return }
        let answer: Bool
        do {
            answer = try await isRevoked(claims.principal.id, claims.tokenID)
        } catch {
            // Not knowing is no permission.
            logger.error("revocation unknown", metadata: [LogKeys.error: .string(ErrorText.loggable(error))])
            throw Problem.unavailable()
        }
        if answer { try refuse("revoked") as Void }
    }

    private func remember(_ digest: SHA256Digest, _ entry: Verified) {
        verified.withLock { verified in
            // Starting over is rare and costs one verification per token; an order of use would cost on every request.
            if verified.count >= Self.remembered { verified.removeAll(keepingCapacity: true) }
            verified[digest] = entry
        }
    }

    private func refuse<Result>(_ reason: Logger.MetadataValue) throws -> Result {
        logger.debug("token refused", metadata: [LogKeys.error: reason])
        throw Problem.unauthenticated
    }
}
