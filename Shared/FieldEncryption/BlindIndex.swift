import Crypto

/// Finds an encrypted value by equality: a keyed digest of its normal form, stored beside it.
///
/// Equal values have equal digests in one column and unrelated ones in another. That much it reveals to an
/// intruder who reads the column; with the key he could try every phone number, so the key lives where the cipher's lives.
/// Rule: the caller normalises first (E.164 for a phone). Otherwise the same number is not found under its other form.
public struct BlindIndex: Sendable {
    /// How long a digest is.
    ///
    /// Units: bytes.
    public static let length = 16

    private let keys: [(version: UInt8, key: SymmetricKey)]

    /// Makes the index of one column, `table.column`.
    public init(_ keys: FieldKeys, column: String) throws(FieldEncryptionError) {
        var derived: [(version: UInt8, key: SymmetricKey)] = []
        for version in keys.versions.reversed() {
            derived.append((version, try keys.derive("index/\(column)", version: version)))
        }
        self.keys = derived
    }

    /// The digest to store and to look for, under the current key.
    public func index(_ normalised: String) -> [UInt8] {
        digests(normalised).first ?? []
    }

    /// The digests under every key version, the current one first: what to look for while a rotation is under way.
    public func digests(_ normalised: String) -> [[UInt8]] {
        keys.map { entry in
            Array(HMAC<SHA256>.authenticationCode(for: Array(normalised.utf8), using: entry.key).prefix(Self.length))
        }
    }
}
