import City
import Crypto
import Kernel
import Synchronization

/// Members' tokens, signed with the key of the measured installation, each once.
final class MemberTokens: Sendable {
    private let key: P256.Signing.PrivateKey
    private let keyID: String
    private let area: String
    private let known = Mutex<[MemberID: String]>([:])

    init(_ ground: Ground, area: AreaCode) throws {
        guard let pem = TextFile.read("\(ground.state)/keys/signing.pem") else {
            throw BenchmarkFault("the installation has no signing key")
        }
        key = try P256.Signing.PrivateKey(pemRepresentation: pem)
        guard let set = TextFile.read("\(ground.state)/keys/jwks.json"),
            let name = set.split(separator: #""kid":""#, maxSplits: 1).last?.prefix(while: { $0 != "\"" })
        else { throw BenchmarkFault("the installation has no key set") }
        keyID = String(name)
        self.area = area.text
    }

    /// Source: RFC 7519 with ES256 of RFC 7518; the claims as `minqing token` makes them.
    func token(of member: MemberID) throws -> String {
        if let token = known.withLock({ $0[member] }) { return token }
        let now = WallClock.now.microseconds / 1_000_000
        let head = Self.encode(Array(#"{"alg":"ES256","typ":"JWT","kid":"\#(keyID)"}"#.utf8))
        let claims = Self.encode(
            Array(
                """
                {"sub":"\(member)","iss":"minqing-local","aud":"minqing","exp":\(now + 43_200),"nbf":\(now - 5),\
                "jti":"\(member)","roles":["member"],"area":"\(area)"}
                """.utf8))
        let signature = try key.signature(for: Array("\(head).\(claims)".utf8))
        let token = "\(head).\(claims).\(Self.encode(Array(signature.rawRepresentation)))"
        known.withLock { $0[member] = token }
        return token
    }

    /// Base64 for addresses, without padding.
    ///
    /// Source: RFC 4648, section 5.
    private static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { start + $0 < bytes.count ? bytes[start + $0] : 0 }
            let bits = UInt32(three[0]) << 16 | UInt32(three[1]) << 8 | UInt32(three[2])
            for index in 0..<min(4, bytes.count - start + 1) {
                text.append(alphabet[Int(bits >> (18 - 6 * index) & 63)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
