/// A Swift value that can be read from a column in binary format.
public protocol PostgresDecodable {
    /// Reads a column that is not NULL.
    ///
    /// Throws: `PostgresError` with code `decoding` when the column has another type or is damaged.
    static func decode(_ value: PostgresValue) throws -> Self

    /// The value of a column that is NULL.
    ///
    /// Throws: `PostgresError` with code `decoding` unless the type has a value for NULL.
    static func decodeNull() throws -> Self

    /// Reads an array of such values; only bytes need their own way, since `[UInt8]` is `bytea` and no array.
    static func decodeArray(_ value: PostgresValue) throws -> [Self]
}

extension PostgresDecodable {
    /// NULL is refused unless the type says otherwise.
    public static func decodeNull() throws -> Self {
        throw PostgresError(code: .decoding, message: "NULL where \(Self.self) was expected")
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the wrapped value.
    public static func decode(_ value: PostgresValue) throws -> Wrapped? {
        try Wrapped.decode(value)
    }

    /// NULL is `nil`.
    public static func decodeNull() throws -> Wrapped? { nil }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    /// Reads the raw value and makes the value of it.
    public static func decode(_ value: PostgresValue) throws -> Self {
        guard let decoded = Self(rawValue: try RawValue.decode(value)) else {
            throw PostgresError(code: .decoding, message: "no \(Self.self) has this raw value")
        }
        return decoded
    }
}
