/// Why bytes are not the message that was expected.
///
/// Neither the error nor its description repeats a value that was sent, so both may be logged and answered.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The bytes are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// The text is not JSON.
        case syntax
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep = "too_deep"
        /// An object names a member twice.
        case duplicateKey = "duplicate_key"
        /// A `\u` escape names half of a surrogate pair.
        case loneSurrogate = "lone_surrogate"
        /// Something follows the value.
        case trailingBytes = "trailing_bytes"
        /// A required member is absent or null.
        case missing
        /// A member has another JSON type.
        case wrongType = "wrong_type"
        /// A number or a time is not representable or not allowed: 1e400, NaN, -0, 2^63, 2026-02-30.
        case outOfRange = "out_of_range"
        /// A string contains U+0000, which PostgreSQL's text cannot hold.
        case nulCharacter = "nul_character"
        /// A member that nobody asked for.
        case unknownField = "unknown_field"
        /// A string, array or object is longer than the limit.
        case tooLong = "too_long"
        /// A string is not one of the allowed values, or not of the required form.
        case unknownValue = "unknown_value"
    }

    /// What is wrong.
    public let code: Code

    /// Where, as in `requester.phone` or `offers[2].member_id`; empty for the whole.
    public let path: String

    /// The byte where reading stopped, counted from 0; only for what was found while parsing.
    public let offset: Int?

    /// The limit that a value is over; only for what was too long.
    public let limit: Limit?

    /// A greatest length, and what it counts.
    public struct Limit: Error, Hashable, Sendable {
        /// What is counted.
        public enum Unit: String, Hashable, Sendable, CaseIterable {
            /// Characters as a reader sees them (grapheme clusters).
            case characters
            /// Bytes of UTF-8.
            case bytes
            /// Elements of a list.
            case elements
        }

        /// The greatest number.
        public let count: Int
        /// What it counts.
        public let unit: Unit

        /// Makes the limit.
        public init(_ count: Int, _ unit: Unit) {
            self.count = count
            self.unit = unit
        }
    }

    /// Makes the error.
    public init(code: Code, path: String = "", offset: Int? = nil, limit: Limit? = nil) {
        self.code = code
        self.path = path
        self.offset = offset
        self.limit = limit
    }

    /// Whether the bytes are no acceptable JSON at all (HTTP 400), rather than JSON that says something unacceptable
    /// (HTTP 422).
    public var isSyntax: Bool {
        switch code {
        case .invalidUTF8, .syntax, .tooDeep, .duplicateKey, .loneSurrogate, .trailingBytes: true
        case .missing, .wrongType, .outOfRange, .nulCharacter, .unknownField, .tooLong, .unknownValue: false
        }
    }

    /// Code, path, offset and limit.
    public var description: String {
        var text = code.rawValue
        if !path.isEmpty { text += " at \(path)" }
        if let offset { text += " (byte \(offset))" }
        if let limit { text += " (limit \(limit.count) \(limit.unit.rawValue))" }
        return text
    }

    /// The same error one level further out.
    func inside(_ key: String) -> WireError {
        WireError(code: code, path: WirePath.join(WirePath.shown(key), path), offset: offset, limit: limit)
    }
}

/// How paths are written.
enum WirePath {
    /// Joins an outer and an inner path.
    static func join(_ outer: String, _ inner: String) -> String {
        if outer.isEmpty { return inner }
        if inner.isEmpty { return outer }
        return inner.utf8.first == UInt8(ascii: "[") ? outer + inner : "\(outer).\(inner)"
    }

    /// A key as it may appear in a path: itself if it looks like a name, `?` otherwise, for a sender chooses keys too.
    ///
    /// A name begins with no digit and has at most four: `13812345678` is a phone number.
    static func shown(_ key: String) -> String {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isName =
            !key.isEmpty && key.utf8.count <= 64 && !key.utf8.prefix(1).contains(where: digits.contains)
            && key.utf8.count(where: digits.contains) <= 4
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isName ? key : "?"
    }
}
