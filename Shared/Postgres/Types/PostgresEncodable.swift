/// A Swift value that PostgreSQL takes as a parameter, in the binary format of its type.
public protocol PostgresEncodable: Sendable {
    /// The type that the parameter is declared with, also when the value is NULL.
    static var postgresType: PostgresType { get }

    /// Whether the value is NULL; `encode(into:)` is then not called.
    var isNull: Bool { get }

    /// Appends the value's binary form, without a length.
    ///
    /// Source: the type's `…recv` function in PostgreSQL's `src/backend/utils/adt`.
    func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable {
    /// A value is not NULL unless its type says otherwise.
    public var isNull: Bool { false }
}

/// A value that may stand in an array; arrays themselves may not, since arrays of arrays are not offered.
public protocol PostgresArrayElement: PostgresEncodable {
    /// The type of an array of such values.
    static var postgresArrayType: PostgresType { get }

    /// Appends an array of such values; only bytes need their own way, since `[UInt8]` is `bytea` and no array.
    static func encode(array: [Self], into bytes: inout [UInt8])
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// The wrapped type's own type.
    public static var postgresType: PostgresType { Wrapped.postgresType }

    /// Whether there is no value.
    public var isNull: Bool {
        switch self {
        case .none: true
        case .some(let value): value.isNull
        }
    }

    /// Appends the wrapped value's form, or nothing.
    public func encode(into bytes: inout [UInt8]) {
        self?.encode(into: &bytes)
    }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresArrayElement {
    /// The wrapped type's array type.
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    /// The raw value's type.
    public static var postgresType: PostgresType { RawValue.postgresType }

    /// Appends the raw value's form.
    public func encode(into bytes: inout [UInt8]) {
        rawValue.encode(into: &bytes)
    }
}

extension PostgresArrayElement where Self: RawRepresentable, RawValue: PostgresArrayElement {
    /// The raw value's array type.
    public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}
