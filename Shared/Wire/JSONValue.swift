/// A JSON value as it was read.
///
/// Numbers without fraction and exponent are integers, all others are doubles; nothing is silently rounded into the
/// other kind.
///
/// Source: RFC 8259 (JSON), RFC 7493 (I-JSON) for the refusal of duplicate keys and lone surrogates.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent.
    case integer(Int64)
    /// A number with fraction or exponent; never NaN, infinite or negative zero when it was read.
    case double(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
}

/// How much of a stranger's JSON is read before giving up.
public struct ParseLimits: Hashable, Sendable {
    /// How deep arrays and objects may be nested.
    ///
    /// Range: 1 to 256.
    public let depth: Int

    /// How many members an object, or elements an array, may have.
    ///
    /// Range: 1 and up.
    public let members: Int

    /// The most depth that is safe on a thread's stack.
    public static let greatestDepth = 256

    /// 64 levels and 10,000 members.
    public static let `default` = ParseLimits(depth: 64, members: 10_000)

    /// Makes limits; values outside of the ranges are brought to the nearest bound.
    public init(depth: Int, members: Int) {
        self.depth = min(max(depth, 1), Self.greatestDepth)
        self.members = max(members, 1)
    }
}

extension JSONValue {
    /// Reads one JSON value that fills the bytes, apart from white space around it.
    ///
    /// Throws: a ``WireError`` with the offset of the first fault. Invalid UTF-8 anywhere is found before anything
    /// else.
    public init(parsing bytes: [UInt8], limits: ParseLimits = .default) throws(WireError) {
        self = try JSONDocument(parsing: bytes, limits: limits).value(at: 0)
    }

    /// Reads one JSON value from any collection of bytes.
    public init(parsing bytes: some Collection<UInt8>, limits: ParseLimits = .default) throws(WireError) {
        try self.init(parsing: Array(bytes), limits: limits)
    }
}

extension JSONValue {
    /// The value as UTF-8 bytes without white space.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }
}
