import Crypto
import FoundationEssentials
public import JWTKit

/// The installation's secrets, made at the first start and kept for its owner only.
public struct Keys: Sendable {
    let installation: Installation

    public init(installation: Installation) {
        self.installation = installation
    }

    /// Makes what is missing.
    public func prepare(services: [String]) throws {
        // The list comes before the key: it is never absent where there is a key.
        try RevocationList(installation).prepare()
        if !TextFile.exists(installation.signingKey) {
            let key = ES256PrivateKey()
            try TextFile.write(key.pemRepresentation, to: installation.signingKey, secret: true)
            try TextFile.write(try keySet(of: key), to: installation.keySet)
        }
        try renameFixedKey()
        if !TextFile.exists(installation.fieldKeys) {
            let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            try TextFile.write("1:\(key.base64EncodedString())\n", to: installation.fieldKeys, secret: true)
        }
        for service in services where !TextFile.exists(installation.secret(service)) {
            let secret = SymmetricKey(size: .bits192).withUnsafeBytes { bytes in
                bytes.map { byte in
                    String(byte, radix: 16).count == 1 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
                }
                .joined()
            }
            try TextFile.write(secret, to: installation.secret(service), secret: true)
        }
        TextFile.makePrivate(installation.keysFolder, folder: true)
    }

    /// Gives the key of an older installation its own name in the set, among whatever other keys stand there.
    private func renameFixedKey() throws {
        let set = try TextFile.read(installation.keySet)
        let old = #""kid":"minqing-1""#
        guard set.contains(old) else { return }
        try TextFile.write(
            set.replacing(old, with: #""kid":"\#(try Self.keyID(of: issuer()))""#), to: installation.keySet)
    }

    public func password(of service: String) throws -> String {
        try TextFile.read(installation.secret(service))
    }

    public func issuer() throws -> ES256PrivateKey {
        do {
            return try ES256PrivateKey(pem: TextFile.read(installation.signingKey))
        } catch let fault as OperatorFault {
            throw fault
        } catch {
            throw OperatorFault.configuration("\(installation.signingKey) is not a P-256 key")
        }
    }

    /// The public half as a JSON Web Key Set.
    ///
    /// Source: RFC 7517, RFC 7518 section 6.2.1.
    private func keySet(of key: ES256PrivateKey) throws -> String {
        let (x, y) = try Self.coordinates(of: key)
        return """
            {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"\(try Self.keyID(of: key))",\
            "x":"\(x)","y":"\(y)"}]}

            """
    }

    /// The name of a key, which follows from the key: two keys never share one.
    ///
    /// Source: RFC 7638.
    static func keyID(of key: ES256PrivateKey) throws -> String {
        let (x, y) = try coordinates(of: key)
        let digest = SHA256.hash(data: Data(#"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#.utf8))
        return urlSafe(Data(digest).base64EncodedString())
    }

    private static func coordinates(of key: ES256PrivateKey) throws -> (x: String, y: String) {
        guard let parameters = key.parameters else {
            throw OperatorFault.configuration("the signing key has no coordinates")
        }
        return (urlSafe(parameters.x), urlSafe(parameters.y))
    }

    private static func urlSafe(_ base64: String) -> String {
        String(base64.compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}
