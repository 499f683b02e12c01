import Logging
import Wire

/// Keys that an OpenID Connect issuer publishes, found by its discovery document.
///
/// Why a closure fetches: this room forces no HTTP client on a service. Why an actor: of many requests that find the keys
/// old, one fetches.
/// Source: OpenID Connect Discovery 1.0, 4.
actor OIDCKeys: KeyProvider {
    /// Fetches a URL and returns the body of a 200.
    typealias Fetch = @Sendable (_ url: String) async throws -> [UInt8]

    /// How old keys may become.
    static let lifetime = Duration.seconds(600)

    /// How old keys may become while the issuer cannot be asked.
    ///
    /// Why: a key that the issuer has withdrawn must not stay good for as long as somebody keeps the issuer away.
    static let greatestAge = Duration.seconds(86_400)

    /// How soon a key that is missing may make us ask again.
    static let patience = Duration.seconds(30)

    private let issuer: String
    private let fetch: Fetch
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private var keys: KeySet?
    private var fetchedAt: ContinuousClock.Instant?
    private var triedAt: ContinuousClock.Instant?
    private var fetching: Task<KeySet, any Error>?

    init(
        issuer: String, fetch: @escaping Fetch, logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.issuer = issuer
        self.fetch = fetch
        self.logger = logger
        self.now = now
    }

    func current(missing: String?) async throws -> KeySet {
        let now = now()
        let isOld = fetchedAt.map { $0.duration(to: now) >= Self.lifetime } ?? true
        let mayTry = triedAt.map { $0.duration(to: now) >= Self.patience } ?? true
        if let keys, !isOld, missing == nil || !mayTry { return keys }
        guard mayTry || fetching != nil else { return try believed(at: now) }
        do {
            let new = try await load()
            keys = new
            return new
        } catch {
            logger.error("keys not fetched", metadata: [LogKeys.error: .string(ErrorText.loggable(error))])
            return try believed(at: now)
        }
    }

    /// The keys that were fetched last.
    ///
    /// Throws: 503 if there are none or they are too old.
    private func believed(at now: ContinuousClock.Instant) throws -> KeySet {
        guard let keys, let fetchedAt, fetchedAt.duration(to: now) < Self.greatestAge else {
            throw Problem.unavailable()
        }
        return keys
    }

    private func load() async throws -> KeySet {
        if let fetching { return try await fetching.value }
        let startedAt = now()
        triedAt = startedAt
        // Unstructured on purpose: several requests wait for one fetch, and it must not end with the first of them.
        let task = Task { [issuer, fetch] in
            try await Self.discover(issuer: issuer, fetch: fetch)
        }
        fetching = task
        defer { fetching = nil }
        let keys = try await task.value
        fetchedAt = startedAt
        return keys
    }

    private static func discover(issuer: String, fetch: Fetch) async throws -> KeySet {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let document = try WireObject(parsing: try await fetch(base + "/.well-known/openid-configuration"))
        guard try document.string("issuer") == issuer else { throw KeySetError(reason: "is of another issuer") }
        let url = try document.string("jwks_uri", maxLength: 2_000)
        // From an issuer elsewhere, an address of this machine would be a door to what listens here.
        guard let keys = IssuerURL(url, allowsQuery: true), !keys.isLoopback || IssuerURL(issuer)?.isLoopback == true
        else { throw KeySetError(reason: "is not served over https") }
        return try await KeySet(parsing: try await fetch(url))
    }
}
