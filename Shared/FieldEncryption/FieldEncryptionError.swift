/// Why a column could not be sealed or opened.
///
/// It says nothing of the plain text or of a key.
public struct FieldEncryptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// There is no key at all.
        case noKeys = "no_keys"
        /// A line of the key file is not `version:base64`.
        case badLine = "bad_line"
        /// A secret is not Base64 of 32 bytes.
        case badKey = "bad_key"
        /// The key file names a version twice.
        case repeatedVersion = "repeated_version"
        /// The value was sealed with a version that is not among the keys.
        case unknownVersion = "unknown_version"
        /// The value is too short to be a sealed one.
        case malformed
        /// The value was changed, or belongs to another row or column.
        case notAuthentic = "not_authentic"
        /// The plain text is not UTF-8.
        case notText = "not_text"
    }

    /// What went wrong.
    public let code: Code
    /// The version of the key that is meant, if one is.
    public let version: UInt8?
    /// The line of the key file that is meant, if one is.
    public let line: Int?

    init(_ code: Code, version: UInt8? = nil, line: Int? = nil) {
        self.code = code
        self.version = version
        self.line = line
    }

    /// The code with its version or line.
    public var description: String {
        var text = "field encryption: \(code.rawValue)"
        if let version { text += " (key version \(version))" }
        if let line { text += " (line \(line))" }
        return text
    }
}
