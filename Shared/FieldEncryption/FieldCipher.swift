import Crypto
public import Kernel

/// Seals what a column holds of a person, so that the database alone does not reveal it.
///
/// AES-256-GCM with a random nonce; bound to the row, the column and the key's version, so that a value that was moved
/// does not open. The sealed form is the key's version (1 byte), the nonce (12), the text, the tag (16).
/// Rule: a row's identifier never changes. Why: it is part of what is authenticated. Otherwise the value can't be opened.
/// Source: NIST SP 800-38D; one derived key seals at most 2³² values with random nonces.
public struct FieldCipher: Sendable {
    /// How many bytes a sealed value is longer than the plain one.
    public static let overhead = 1 + nonceLength + tagLength

    private static let nonceLength = 12
    private static let tagLength = 16

    private let keys: FieldKeys
    private let derived: [UInt8: SymmetricKey]

    /// Makes a cipher from a service's keys.
    ///
    /// Throws: never with keys that were read; the type is the derivation's.
    public init(_ keys: FieldKeys) throws(FieldEncryptionError) {
        var derived: [UInt8: SymmetricKey] = [:]
        for version in keys.versions { derived[version] = try keys.derive("field", version: version) }
        self.keys = keys
        self.derived = derived
    }

    /// Seals bytes for one column of one row, with the current key.
    ///
    /// `column` is `table.column`.
    public func seal(
        _ plaintext: [UInt8], row: Identifier<some Any>, column: String
    ) throws(FieldEncryptionError) -> [UInt8] {
        let version = keys.current
        guard let key = derived[version] else { throw FieldEncryptionError(.unknownVersion, version: version) }
        do {
            let box = try AES.GCM.seal(
                plaintext, using: key, nonce: AES.GCM.Nonce(),
                authenticating: Self.binding(row: row, column: column, version: version))
            return [version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw FieldEncryptionError(.badKey, version: version)
        }
    }

    /// Seals text for one column of one row, with the current key.
    public func seal(
        _ plaintext: String, row: Identifier<some Any>, column: String
    ) throws(FieldEncryptionError) -> [UInt8] {
        try seal(Array(plaintext.utf8), row: row, column: column)
    }

    /// Opens a value of one column of one row, whatever key version sealed it.
    ///
    /// Throws: `.unknownVersion` if that key is gone, `.notAuthentic` if the value was changed or moved.
    public func open(
        _ sealed: [UInt8], row: Identifier<some Any>, column: String
    ) throws(FieldEncryptionError) -> [UInt8] {
        guard sealed.count >= Self.overhead, let version = sealed.first else { throw FieldEncryptionError(.malformed) }
        guard let key = derived[version] else { throw FieldEncryptionError(.unknownVersion, version: version) }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: sealed[1..<(1 + Self.nonceLength)]),
                ciphertext: sealed[(1 + Self.nonceLength)..<(sealed.count - Self.tagLength)],
                tag: sealed[(sealed.count - Self.tagLength)...])
            return Array(
                try AES.GCM.open(
                    box, using: key, authenticating: Self.binding(row: row, column: column, version: version)))
        } catch {
            throw FieldEncryptionError(.notAuthentic, version: version)
        }
    }

    /// Opens a value that is text.
    public func openText(
        _ sealed: [UInt8], row: Identifier<some Any>, column: String
    ) throws(FieldEncryptionError) -> String {
        let bytes = try open(sealed, row: row, column: column)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FieldEncryptionError(.notText) }
        return text
    }

    /// The version of the key that sealed a value; a row whose version is not the current one is due for sealing again.
    public static func keyVersion(of sealed: [UInt8]) -> UInt8? { sealed.first }

    /// What the tag also covers: column, row and version, separated by a byte that no column's name holds.
    private static func binding(row: Identifier<some Any>, column: String, version: UInt8) -> [UInt8] {
        Array(column.utf8) + [0] + row.bytes + [version]
    }
}
