import JWTKit

/// The algorithms that a token may be signed with: asymmetric ones only.
enum TokenAlgorithm: String, Sendable, CaseIterable {
    /// ECDSA over P-256 with SHA-256.
    case es256 = "ES256"
    /// Ed25519.
    case edDSA = "EdDSA"
    /// RSA PKCS #1 v1.5 with SHA-256; keys of 2048 bits and more.
    case rs256 = "RS256"
}

/// A public key and the one algorithm that it is for.
///
/// Why: a verifier that takes the algorithm from the token can be talked into using an RSA key as an HMAC secret.
struct VerificationKey: Sendable {
    let algorithm: TokenAlgorithm
    private let verifier: any JWTAlgorithm

    init(algorithm: TokenAlgorithm, verifier: any JWTAlgorithm) {
        self.algorithm = algorithm
        self.verifier = verifier
    }

    /// Whether the signature is one of these bytes under this key.
    func verifies(_ signature: [UInt8], of signed: [UInt8]) -> Bool {
        do {
            return try verifier.verify(signature, signs: signed)
        } catch {
            // A signature of the wrong length or form is a wrong signature.
            return false
        }
    }
}
