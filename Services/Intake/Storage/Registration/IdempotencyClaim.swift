import IntakeApplication
import IntakeDomain
import Kernel

/// A key under which a registration's answer is kept: the caller's, or one made of all that was sent.
struct IdempotencyClaim {
    static let doubleSubmitOwner = "double-submit"

    let owner: String
    let key: String
    /// The digests of the body under every field key, the current one first.
    let bodyHashes: [[UInt8]]

    /// The name by which a transaction takes the key; equal for equal keys, and only for them.
    var lockName: String { "\(owner.utf8.count).\(owner).\(key)" }

    /// By what two keys differ, without the body.
    var name: [String] { [owner, key] }

    init(owner: String, key: String, bodyHashes: [[UInt8]]) {
        self.owner = owner
        self.key = key
        self.bodyHashes = bodyHashes
    }

    /// The digest that is kept.
    var bodyHash: [UInt8] { bodyHashes.first ?? [] }

    /// The key of a draft; nil where nothing shows that two sendings are the same.
    init?(_ draft: RegistrationDraft, encryptor: FieldEncryptor) {
        switch draft.claim {
        case .caller(let owner, let key):
            self.init(owner: owner, key: key, bodyHashes: encryptor.digests(of: draft.key?.body ?? []))
        case .submission(let caller, let form):
            let hashes = encryptor.digests(of: Array("\(caller?.description ?? "public")\u{0}".utf8) + form)
            self.init(owner: Self.doubleSubmitOwner, key: Self.hexadecimal(hashes.first ?? []), bodyHashes: hashes)
        case nil: return nil
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
