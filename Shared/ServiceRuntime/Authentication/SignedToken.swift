import Wire

/// A JWT taken apart: a JWS in compact form, of an algorithm that we take, with a key of ours named.
///
/// Source: RFC 7515 3.1, 4.1.
struct SignedToken: Sendable {
    let algorithm: TokenAlgorithm
    let keyID: String
    let signed: [UInt8]
    let payload: [UInt8]
    let signature: [UInt8]

    /// Takes a token apart; `nil` if it is not such a token.
    ///
    /// A `jku`, `jwk`, `x5u` or `x5c` in the header refuses the token: keys are ours to choose. So does `crit`, for we
    /// understand no extension.
    init?(_ token: String) {
        let bytes = Array(token.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), !signature.isEmpty, let header = Self.header(head),
            case .string(let name)? = header.value("alg"), let algorithm = TokenAlgorithm(rawValue: name),
            case .string(let keyID)? = header.value("kid"), KeySet.isAcceptable(kid: keyID),
            !Self.refused.contains(where: { header.members[$0] != nil })
        else { return nil }
        if let type = header.value("typ") {
            guard case .string(let type) = type, ["jwt", "at+jwt"].contains(type.lowercased()) else { return nil }
        }
        self.algorithm = algorithm
        self.keyID = keyID
        self.payload = payload
        self.signature = signature
        signed = Array(bytes[..<(parts[0].count + 1 + parts[1].count)])
    }

    private static let refused = ["jku", "jwk", "x5u", "x5c", "crit"]

    private static func header(_ bytes: [UInt8]) -> WireObject? {
        do { return try WireObject(parsing: bytes) } catch { return nil }
    }
}
