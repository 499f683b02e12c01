/// A stored value that its column should never hold.
///
/// Rows are written by this program alone, so the database was changed by something else, or the row is from a newer
/// version. It names the column and the type that was expected, and never the value.
public struct StoredRowFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The result's column.
    public let column: String
    /// The type that was expected.
    public let type: String

    /// Names a column whose value is no value of a type.
    public init(column: String, type: Any.Type) {
        self.column = column
        self.type = "\(type)"
    }

    /// The value that a stored one was turned into; nil, where the rules of the type refuse it, is a fault.
    ///
    /// - Parameter column: such as `members.number`, where no row of a result is at hand.
    public static func require<Value>(_ value: Value?, column: String) throws -> Value {
        guard let value else { throw StoredRowFault(column: column, type: Value.self) }
        return value
    }

    /// The column and the type; no value.
    public var description: String { "StoredRowFault(\(column) holds no \(type))" }
}

extension Row {
    /// A code of an enumeration.
    ///
    /// Throws: `StoredRowFault` if the enumeration has no such code; `PostgresError` if the column is no text.
    public func code<Code: RawRepresentable<String>>(_ type: Code.Type = Code.self, at column: Int) throws -> Code {
        try valid(Code(rawValue: try decode(String.self, at: column)), at: column)
    }

    /// A code of an enumeration, or none.
    ///
    /// Throws: `StoredRowFault` if the enumeration has no such code; `PostgresError` if the column is no text.
    public func optionalCode<Code: RawRepresentable<String>>(
        _ type: Code.Type = Code.self, at column: Int
    ) throws -> Code? {
        guard let text = try decode(String?.self, at: column) else { return nil }
        return try valid(Code(rawValue: text), at: column)
    }

    /// A whole number of a column of type `int`.
    ///
    /// Throws: `PostgresError` if the column has another type or is NULL.
    public func int(at column: Int) throws -> Int {
        Int(try decode(Int32.self, at: column))
    }

    /// What a column's value was turned into; nil, where the rules of the type refuse it, is a fault.
    ///
    /// Throws: `StoredRowFault`.
    public func valid<Value>(_ value: Value?, at column: Int) throws -> Value {
        guard let value else { throw StoredRowFault(column: result.columnName(column), type: Value.self) }
        return value
    }
}
