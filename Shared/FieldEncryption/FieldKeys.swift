import Crypto

/// The secrets from which the keys of encrypted columns are derived, by version.
///
/// They live in a file, never in the database.
///
/// The file holds one `version:base64` a line, each secret of 32 bytes; empty lines and lines that begin with `#` are
/// skipped. The highest version seals; all versions open. To rotate, add a line.
public struct FieldKeys: Sendable {
    /// The version that seals.
    public let current: UInt8

    private let secrets: [UInt8: SymmetricKey]

    /// Takes secrets by their versions.
    ///
    /// Throws: `FieldEncryptionError` if there are none, or if one is not of 32 bytes.
    public init(_ secrets: [UInt8: [UInt8]]) throws(FieldEncryptionError) {
        guard let current = secrets.keys.max() else { throw FieldEncryptionError(.noKeys) }
        for (version, secret) in secrets where secret.count != 32 {
            throw FieldEncryptionError(.badKey, version: version)
        }
        self.current = current
        self.secrets = secrets.mapValues { SymmetricKey(data: $0) }
    }

    /// Reads the text of a key file.
    ///
    /// Range: versions 1…255. Throws: `FieldEncryptionError` that names the version or the line, never the secret.
    public init(parsing text: String) throws(FieldEncryptionError) {
        var secrets: [UInt8: [UInt8]] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.filter { $0 != " " && $0 != "\t" }
            if line.isEmpty || line.hasPrefix("#") { continue }
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let version = UInt8(halves[0]), version > 0 else {
                throw FieldEncryptionError(.badLine, line: index + 1)
            }
            guard let secret = Base64.decode(halves[1]) else { throw FieldEncryptionError(.badKey, version: version) }
            guard secrets.updateValue(secret, forKey: version) == nil else {
                throw FieldEncryptionError(.repeatedVersion, version: version)
            }
        }
        try self.init(secrets)
    }

    /// The versions that can be opened, in order.
    public var versions: [UInt8] { secrets.keys.sorted() }

    /// A key for one purpose, so that no key is used for two.
    ///
    /// Source: HKDF, RFC 5869.
    func derive(_ purpose: String, version: UInt8) throws(FieldEncryptionError) -> SymmetricKey {
        guard let secret = secrets[version] else { throw FieldEncryptionError(.unknownVersion, version: version) }
        return HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret, info: Array("minqing/\(purpose)".utf8), outputByteCount: 32)
    }
}
