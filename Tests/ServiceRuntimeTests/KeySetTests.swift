import Crypto
import Kernel
import Logging
import Synchronization
import Testing

@testable import ServiceRuntime

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("Where the keys of tokens come from")
struct KeySetTests {
    private static let logger = Logger(label: "test")

    @Test("an Ed25519 key is read and checks a signature")
    func ed25519() async throws {
        let key = Curve25519.Signing.PrivateKey()
        let x = Base64URL.encode(Array(key.publicKey.rawRepresentation))
        let set = try await KeySet(
            parsing: Array(#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"\#(x)"}]}"#.utf8))
        let text = Array("signed".utf8)
        let signature = Array(try key.signature(for: text))
        #expect(set["ed"]?.algorithm == .edDSA)
        #expect(set["ed"]?.verifies(signature, of: text) == true)
        #expect(set["ed"]?.verifies(signature, of: Array("other".utf8)) == false)
        #expect(set["ed"]?.verifies([], of: text) == false)
    }

    @Test(
        "a set that can't be used is refused",
        arguments: [
            "", "{", "[]", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}"#,
            #"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"AAAA","y":"AAAA"}]}"#,
            #"{"keys":[{"kty":"EC","crv":"P-384","kid":"a","x":"AAAA","y":"AAAA"}]}"#,
            #"{"keys":[{"kty":"RSA","kid":"a","n":"AAAA","e":"AQAB"}]}"#, #"{"keys":[{"kty":"RSA"}]}"#,
        ])
    func refused(text: String) async {
        await #expect(throws: KeySetError.self) { _ = try await KeySet(parsing: Array(text.utf8)) }
    }

    @Test("keys for other uses are left out, and there is no default key")
    func otherUses() async throws {
        let tokens = Tokens()
        let other = tokens.jwk.replacing(#""kid":"key-1""#, with: #""kid":"enc""#).replacing(#""sig""#, with: #""enc""#)
        let set = try await KeySet(parsing: Array(#"{"keys":[\#(other),\#(tokens.jwk)]}"#.utf8))
        #expect(set.count == 1)
        #expect(set["enc"] == nil)
        #expect(set["anything"] == nil)
    }

    @Test("a key file is read again when it changes, and kept when it breaks")
    func file() async throws {
        let path = TemporaryFile.path()
        defer { unlink(path) }
        let (first, second) = (Tokens(keyID: "first"), Tokens(keyID: "second"))
        try TemporaryFile.write(first.set, to: path)
        let file = try await KeyFile(path: path, interval: .zero, logger: Self.logger)
        #expect(try await file.current(missing: nil)["first"] != nil)
        try TemporaryFile.write(second.set, to: path)
        let set = try await file.current(missing: nil)
        #expect(set["first"] == nil)
        #expect(set["second"] != nil)
        try TemporaryFile.write("{", to: path)
        #expect(try await file.current(missing: nil).generation == set.generation)
        unlink(path)
        #expect(try await file.current(missing: nil)["second"] != nil)
    }

    @Test("a token of a key that was taken out of the file is no longer believed")
    func keyTakenOut() async throws {
        let path = TemporaryFile.path()
        defer { unlink(path) }
        let (first, second) = (Tokens(keyID: "first"), Tokens(keyID: "second"))
        try TemporaryFile.write(first.set, to: path)
        let file = try await KeyFile(path: path, interval: .zero, logger: Self.logger)
        let verifier = TokenVerifier(
            .init(issuer: Tokens.issuer, audience: Tokens.audience, keys: .file(path)), keys: file, isRevoked: nil,
            time: SystemClock(), logger: Self.logger)
        let token = try first.token()
        _ = try await verifier.principal(for: token)
        try TemporaryFile.write(second.set, to: path)
        await #expect(throws: Problem.unauthenticated) { _ = try await verifier.principal(for: token) }
    }

    @Test("a key file that is missing at the start is an error of the configuration")
    func missingFile() async {
        await #expect(throws: ConfigurationError.self) {
            _ = try await KeyFile(path: "/nonexistent/jwks.json", logger: Self.logger)
        }
    }

    @Test("an issuer's keys are found by discovery, and fetched once for many that ask")
    func discovery() async throws {
        let tokens = Tokens()
        let fetches = Mutex<[String]>([])
        let keys = OIDCKeys(
            issuer: "https://id.example/city",
            fetch: { url in
                fetches.withLock { $0.append(url) }
                return url.hasSuffix("/jwks")
                    ? Array(tokens.set.utf8)
                    : Array(#"{"issuer":"https://id.example/city","jwks_uri":"https://id.example/jwks"}"#.utf8)
            }, logger: Self.logger)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try await keys.current(missing: nil)["key-1"] != nil } }
            for try await found in group { #expect(found) }
        }
        // A key that nobody knows makes it ask no more often than its patience allows.
        for _ in 0..<20 { _ = try await keys.current(missing: "unknown") }
        #expect(
            fetches.withLock { $0 } == [
                "https://id.example/city/.well-known/openid-configuration", "https://id.example/jwks",
            ])
    }

    @Test(
        "a discovery document of another issuer, or one that leads away from https, gives no keys",
        arguments: [
            #"{"issuer":"https://evil.example","jwks_uri":"https://id.example/jwks"}"#,
            #"{"issuer":"https://id.example","jwks_uri":"http://169.254.169.254/"}"#,
            #"{"issuer":"https://id.example","jwks_uri":"file:///etc/passwd"}"#,
            #"{"issuer":"https://id.example","jwks_uri":"http://127.0.0.1:5984/"}"#,
            #"{"issuer":"https://id.example","jwks_uri":"https://user@id.example/"}"#, "{}", "",
        ])
    func badDiscovery(document: String) async {
        let set = Tokens().set
        let keys = OIDCKeys(
            issuer: "https://id.example",
            fetch: { $0.contains(".well-known") ? Array(document.utf8) : Array(set.utf8) }, logger: Self.logger)
        await #expect(throws: Problem.unavailable()) { _ = try await keys.current(missing: nil) }
    }

    @Test("keys that cannot be fetched again are believed for a day, and then not")
    func oldKeys() async throws {
        let tokens = Tokens()
        let start = ContinuousClock.now
        let clock = Mutex((now: start, isAway: false))
        let keys = OIDCKeys(
            issuer: "https://id.example",
            fetch: { url in
                struct Away: Error {}
                if clock.withLock({ $0.isAway }) { throw Away() }
                return Array((url.hasSuffix("/jwks") ? tokens.set : Self.document).utf8)
            }, logger: Self.logger, now: { clock.withLock { $0.now } })
        #expect(try await keys.current(missing: nil)["key-1"] != nil)
        clock.withLock { $0 = (start + .seconds(86_399), true) }
        #expect(try await keys.current(missing: nil)["key-1"] != nil)
        clock.withLock { $0.now += .seconds(1) }
        await #expect(throws: Problem.unavailable()) { _ = try await keys.current(missing: nil) }
        await #expect(throws: Problem.unavailable()) { _ = try await keys.current(missing: "key-1") }
        clock.withLock { $0 = ($0.now + OIDCKeys.patience, false) }
        #expect(try await keys.current(missing: nil)["key-1"] != nil)
    }

    private static let document = #"{"issuer":"https://id.example","jwks_uri":"https://id.example/jwks"}"#

    @Test(
        "an issuer is at an https address, or at this machine",
        arguments: [
            ("https://id.example", true), ("https://id.example:8443/realms/city", true), ("http://127.0.0.1:9", true),
            ("http://[::1]:9/a", true), ("http://localhost", true), ("HTTPS://id.example", true),
            ("http://127.0.0.1.evil.example/", false), ("http://127.0.0.1@evil.example/", false),
            ("http://127.0.0.1:80@evil.example/", false), ("https://user:word@id.example", false),
            ("http://id.example", false), ("https://", false), ("https:///path", false), ("https://id example", false),
            ("https://id.example#a", false), ("https://id.example?a=b", false), ("https://id.example\\@evil", false),
            ("https://id.example:99999", false), ("https://id.example:+1", false), ("ftp://id.example", false),
            ("//id.example", false), ("", false), ("http://127.0.0.1\n.evil.example", false),
        ])
    func issuerURL(text: String, isAccepted: Bool) {
        #expect((IssuerURL(text) != nil) == isAccepted)
    }
}

/// Files for tests.
enum TemporaryFile {
    static func path() -> String { "/tmp/minqing-test-\(UInt64.random(in: 0 ... .max))" }

    static func write(_ text: String, to path: String) throws {
        struct CannotWrite: Error {}
        guard let file = fopen(path, "w") else { throw CannotWrite() }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw CannotWrite() }
    }
}
