import JWTKit
import Wire

/// The public keys of an issuer by their identifiers: a JSON Web Key Set, read strictly.
///
/// Source: RFC 7517, RFC 8037.
struct KeySet: Sendable {
    /// Marks one reading of the document, so that what was verified under old keys is verified again.
    final class Generation: Sendable {}

    private let keys: [String: VerificationKey]
    private let reading = Generation()

    private init(keys: [String: VerificationKey]) { self.keys = keys }

    /// Which reading this is.
    var generation: ObjectIdentifier { ObjectIdentifier(reading) }

    /// Reads a set.
    ///
    /// Keys that are not for verifying signatures of ours are left out; a symmetric one among them refuses
    /// the whole set, for a secret does not belong there.
    ///
    /// Throws: `KeySetError`.
    init(parsing bytes: [UInt8]) async throws {
        let set: WireObject
        do { set = try WireObject(parsing: bytes) } catch { throw KeySetError(reason: "is not JSON: \(error)") }
        guard case .array(let values)? = set.value("keys") else { throw KeySetError(reason: "has no keys") }
        var keys: [String: VerificationKey] = [:]
        for case .object(let members) in values {
            guard let (name, key) = try await Self.key(WireObject(members)) else { continue }
            guard keys.updateValue(key, forKey: name) == nil else { throw KeySetError(reason: "names a key twice") }
        }
        guard !keys.isEmpty else { throw KeySetError(reason: "has no key that signatures can be checked with") }
        self.init(keys: keys)
    }

    /// The key of that identifier; there is no default key.
    subscript(name: String) -> VerificationKey? { keys[name] }

    /// How many keys there are.
    var count: Int { keys.count }

    private static func key(_ jwk: WireObject) async throws -> (String, VerificationKey)? {
        func text(_ name: String) -> String? {
            if case .string(let text)? = jwk.value(name) { text } else { nil }
        }
        guard text("kty") != "oct" else { throw KeySetError(reason: "holds a symmetric key") }
        guard let name = text("kid"), isAcceptable(kid: name), text("use") ?? "sig" == "sig" else { return nil }
        let algorithm: TokenAlgorithm
        let store = JWTKeyCollection()
        do {
            switch (text("kty"), text("crv")) {
            case ("EC", "P-256"):
                algorithm = .es256
                await store.add(ecdsa: try ES256PublicKey(parameters: (x: text("x") ?? "", y: text("y") ?? "")))
            case ("OKP", "Ed25519"):
                algorithm = .edDSA
                await store.add(eddsa: try EdDSA.PublicKey(x: text("x") ?? "", curve: .ed25519))
            case ("RSA", _):
                algorithm = .rs256
                let key = try Insecure.RSA.PublicKey(modulus: text("n") ?? "", exponent: text("e") ?? "")
                await store.add(rsa: key, digestAlgorithm: .sha256)
            default: return nil
            }
            guard (text("alg") ?? algorithm.rawValue) == algorithm.rawValue else { return nil }
            return (name, VerificationKey(algorithm: algorithm, verifier: try await store.getKey()))
        } catch {
            throw KeySetError(reason: "holds a key that can't be read")
        }
    }

    /// An identifier is a name; what looks like a path or a URL is none.
    static func isAcceptable(kid: String) -> Bool {
        (1...128).contains(kid.utf8.count) && !kid.contains("..")
            && kid.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "="), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
    }
}

/// Why a key set can't be used.
struct KeySetError: Error, Hashable, CustomStringConvertible {
    let reason: String
    var description: String { "the key set \(reason)" }
}
