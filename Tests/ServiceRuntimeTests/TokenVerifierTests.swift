import City
import Crypto
import Kernel
import Logging
import ServiceTestSupport
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite("Whose tokens are believed")
struct TokenVerifierTests {
    private static let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private static let seconds: Int64 = 1_800_000_000

    private static func isRefused(_ token: String, by verifier: TokenVerifier) async -> Bool {
        do {
            _ = try await verifier.principal(for: token)
            return false
        } catch {
            return error as? Problem == .unauthenticated
        }
    }

    @Test("a good token names its caller, roles, area and unit")
    func good() async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        let unit = "018f4c00-0000-7000-8000-0000000000aa"
        let payload = Tokens.payload(
            now: Self.now, ["roles": #"["dispatcher","auditor","astronaut"]"#, "unit": "\"\(unit)\""])
        let principal = try await verifier.principal(for: tokens.sign(payload))
        #expect(principal.id.description == Tokens.subject)
        #expect(principal.roles == [.dispatcher, .auditor, Role(rawValue: "astronaut")])
        #expect(principal.area.text == "330402")
        #expect(principal.unit?.description == unit)
    }

    @Test(
        "a signed token whose claims are not right is refused",
        arguments: [
            ["exp": "\(seconds - 31)"], ["exp": nil], ["exp": "\"soon\""], ["nbf": "\(seconds + 31)"],
            ["iss": "\"https://other.example\""], ["iss": nil], ["aud": "\"other\""], ["aud": #"["other","another"]"#],
            ["aud": nil], ["sub": nil], ["sub": "\"1 or 1=1\""], ["roles": nil], ["roles": "\"dispatcher\""],
            ["area": nil],
            ["area": "\"3304%\""], ["unit": "7"],
        ] as [[String: String?]])
    func claims(changes: [String: String?]) async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        #expect(await Self.isRefused(try tokens.sign(Tokens.payload(now: Self.now, changes)), by: verifier))
    }

    @Test(
        "clocks may be 30 seconds apart",
        arguments: [["exp": "\(seconds - 29)"], ["nbf": "\(seconds + 30)"], ["nbf": nil]] as [[String: String?]])
    func leeway(changes: [String: String?]) async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        #expect(!(await Self.isRefused(try tokens.sign(Tokens.payload(now: Self.now, changes)), by: verifier)))
    }

    @Test(
        "a token holds for a day from when it was issued, and one that claims more is refused",
        arguments: [
            ("\(seconds)", 86_400, true), ("\(seconds - 80_000)", 6_400, true), (nil, 86_400, true),
            ("\(seconds - 80_000)", 6_431, false), ("\(seconds)", 86_431, false), (nil, 86_431, false),
            // A moment of issue that is still to come shortens nothing.
            ("\(seconds + 200_000)", 200_100, false),
        ] as [(String?, Int64, Bool)])
    func greatestLife(issuedAt: String?, life: Int64, isBelieved: Bool) async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        let token = try tokens.sign(
            Tokens.payload(now: Self.now, ["iat": issuedAt, "exp": "\(Self.seconds + life)"]))
        if isBelieved {
            _ = try await verifier.principal(for: token)
        } else {
            await #expect(throws: Problem.unauthenticated) { _ = try await verifier.principal(for: token) }
        }
    }

    @Test("several audiences may be named if ours is among them")
    func audiences() async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        let payload = Tokens.payload(now: Self.now, ["aud": #"["other","minqing"]"#])
        #expect(try await verifier.principal(for: tokens.sign(payload)).roles == [.dispatcher])
    }

    @Test(
        "a header that is not ours is refused whatever the signature",
        arguments: [
            #"{"alg":"none","kid":"key-1"}"#, #"{"alg":"None","kid":"key-1"}"#, #"{"alg":"HS256","kid":"key-1"}"#,
            #"{"alg":"ES384","kid":"key-1"}"#, #"{"alg":"RS256","kid":"key-1"}"#, #"{"alg":"EdDSA","kid":"key-1"}"#,
            #"{"alg":"ES256"}"#, #"{"alg":"ES256","kid":"key-2"}"#, #"{"alg":"ES256","kid":"../../etc/passwd"}"#,
            #"{"alg":"ES256","kid":"https://evil.example/jwks"}"#, #"{"alg":"ES256","kid":1}"#, #"{"kid":"key-1"}"#,
            #"{"alg":"ES256","kid":"key-1","jku":"https://evil.example/jwks"}"#,
            #"{"alg":"ES256","kid":"key-1","jwk":{"kty":"EC"}}"#, #"{"alg":"ES256","kid":"key-1","x5u":"x"}"#,
            #"{"alg":"ES256","kid":"key-1","crit":["exp"]}"#, #"{"alg":"ES256","kid":"key-1","typ":"JWE"}"#,
            #"{"alg":"ES256","alg":"none","kid":"key-1"}"#, "[]", "",
        ])
    func headers(header: String) async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        #expect(await Self.isRefused(try tokens.sign(Tokens.payload(now: Self.now), header: header), by: verifier))
    }

    @Test("an unsigned token is refused")
    func unsigned() async throws {
        let verifier = try await Tokens().verifier(time: ManualClock(Self.now))
        let head = Base64URL.encode(Array(#"{"alg":"none","kid":"key-1"}"#.utf8))
        let body = Base64URL.encode(Array(Tokens.payload(now: Self.now).utf8))
        for token in ["\(head).\(body).", "\(head).\(body)", "\(head)..", "", "..", "a.b.c", "\(head).\(body).AAAA"] {
            #expect(await Self.isRefused(token, by: verifier))
        }
    }

    @Test("a token of another key of the same name, or with any part changed, is refused")
    func signature() async throws {
        let tokens = Tokens()
        let verifier = try await tokens.verifier(time: ManualClock(Self.now))
        #expect(await Self.isRefused(try Tokens().sign(Tokens.payload(now: Self.now)), by: verifier))
        let good = try tokens.sign(Tokens.payload(now: Self.now))
        let parts = good.split(separator: ".").map(String.init)
        let raised = Base64URL.encode(Array(Tokens.payload(now: Self.now, ["roles": #"["manager"]"#]).utf8))
        #expect(await Self.isRefused("\(parts[0]).\(raised).\(parts[2])", by: verifier))
        #expect(await Self.isRefused("\(parts[0]).\(parts[1]).\(parts[2].dropLast(4))", by: verifier))
        #expect(await Self.isRefused(good + "=", by: verifier))
        #expect(!(await Self.isRefused(good, by: verifier)))
    }

    @Test("a token that was believed is refused once it has expired, though it is remembered")
    func expiresWhileRemembered() async throws {
        let tokens = Tokens()
        let clock = ManualClock(Self.now)
        let verifier = try await tokens.verifier(time: clock)
        let token = try tokens.sign(Tokens.payload(now: Self.now))
        #expect(!(await Self.isRefused(token, by: verifier)))
        clock.advance(by: .seconds(629))
        #expect(!(await Self.isRefused(token, by: verifier)))
        clock.advance(by: .seconds(1))
        #expect(await Self.isRefused(token, by: verifier))
    }

    @Test("a disabled user is refused within 30 seconds, and is asked about at most that often")
    func revocation() async throws {
        let disabled = Atomic(false)
        let questions = Atomic(0)
        let tokens = Tokens()
        let clock = ManualClock(Self.now)
        let verifier = try await tokens.verifier(
            isRevoked: { id, tokenID in
                questions.add(1, ordering: .relaxed)
                return id.description == Tokens.subject && tokenID == "token-1" && disabled.load(ordering: .relaxed)
            }, time: clock)
        let token = try tokens.sign(Tokens.payload(now: Self.now))
        for _ in 0..<10 { #expect(!(await Self.isRefused(token, by: verifier))) }
        #expect(questions.load(ordering: .relaxed) == 1)
        disabled.store(true, ordering: .relaxed)
        clock.advance(by: .seconds(29))
        #expect(!(await Self.isRefused(token, by: verifier)))
        clock.advance(by: .seconds(1))
        #expect(await Self.isRefused(token, by: verifier))
        #expect(await Self.isRefused(token, by: verifier))
    }

    @Test("while it can't be known whether a user is disabled, the service is unavailable to him")
    func revocationUnknown() async throws {
        struct Gone: Error {}
        let tokens = Tokens()
        let verifier = try await tokens.verifier(isRevoked: { _, _ in throw Gone() }, time: ManualClock(Self.now))
        await #expect(throws: Problem.unavailable()) {
            _ = try await verifier.principal(for: tokens.sign(Tokens.payload(now: Self.now)))
        }
    }

    @Test("an RSA signature is believed, and the RSA key is never used as an HMAC secret")
    func rsa() async throws {
        let set = try await KeySet(parsing: Array(RSASample.set.utf8))
        let verifier = TokenVerifier(
            .init(
                issuer: Tokens.issuer, audience: Tokens.audience, keys: .file("unused"),
                greatestLife: .seconds(10_000_000_000)), keys: FixedKeys(set: set), isRevoked: nil,
            time: ManualClock(Self.now), logger: Logger(label: "test"))
        #expect(try await verifier.principal(for: RSASample.token).roles == [.auditor])
        let head = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT","kid":"rsa-1"}"#.utf8))
        let body = Base64URL.encode(Array(Tokens.payload(now: Self.now).utf8))
        for secret in [
            RSASample.modulus, RSASample.set,
            String(decoding: Base64URL.decode(RSASample.modulus.utf8) ?? [], as: UTF8.self),
        ] {
            let code = HMAC<SHA256>.authenticationCode(
                for: Array("\(head).\(body)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
            #expect(await Self.isRefused("\(head).\(body).\(Base64URL.encode(Array(code)))", by: verifier))
        }
    }
}

/// A public RSA key and a token that was signed with its private half, which nobody kept.
enum RSASample {
    static let modulus = """
        0o40mCqyQRFykgmnNTgzJ_RJSZZhz7MzDYoLt7hIVNnb4ezTnEwhG4Hn877GIk0PDMkTIo76OrmWjC6SDIgNnqw-sWyi5fRZp6Wy\
        IkN6HtSdvZdmOekk1v4EyjjPfpIXlttfgDtNpcRs1824sC9LiQa3I8hqpKIqnxRDPqUlMHUg2Deu6VvGkVDc2if08kYb_ljoUogW\
        7w_KqXZVQP4EDr_ryvWEZudi1ILW6q0jlUPEUDbnpKYucC1X56BKhFUlzuUOU-S1dtCHXmcK7ILgJ6igmJm8-A4oZg5q7K4OSoHA\
        wKFwU_iEsbAw9ONpP1UpFSVR_Np0-sTD0Dw4AJlIUQ
        """
    static let set = #"{"keys":[{"kty":"RSA","kid":"rsa-1","n":"\#(modulus)","e":"AQAB"}]}"#
    static let token = """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYS0xIn0.\
        eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXVkIjoibWlucWluZyIsInN1YiI6IjAxOGY0YzAwLTAwMDAtNzAwMC04MDAwLTAw\
        MDAwMDAwMDAwMSIsInJvbGVzIjpbImF1ZGl0b3IiXSwiYXJlYSI6IjMzMDQiLCJleHAiOjQxMDI0NDQ4MDB9.\
        fAH6e0igiU9Jl0iGomrshdi6V6YdM-3qOTiqs2DeA5zF1ROOUvdw1eZxr-SJWiuUqPPJzWAo6KPqfMhWykaZfOkWDcHefmXiOvXpvy7bHJwn\
        5oDQM4YkPsUz6fEVA2XiB-ROUpx7jrB729ePQU5kiim6SUDC16LYN1A-IYeOIej01F73cREHwOK5_q5rp-gdOqd2pfqP_fBwnqK0dPxB9AJP\
        FPKGZVqKaN30JwdEk4M_hc-QuyYlLu5zbCWV_5CLfxZrdV2ow4SCNbo99Jac4S2UP52aTchfYHBmEBsG8h9ab7w5a70SVUyZC3VOhXz2A2Z2\
        h1no8g4zZMNefhzU_g
        """
}
