/// One row of a result; it shares the result's memory and decodes a column when asked.
public struct Row: Sendable {
    let result: ResultHandle
    let index: Int

    /// The number of columns.
    public var count: Int { result.columnCount }

    /// Decodes the column at a position.
    ///
    /// Throws: `PostgresError` with code `decoding` if there is no such column, or its type or NULL does not fit.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type = Value.self, at column: Int) throws -> Value {
        guard column >= 0, column < result.columnCount else {
            throw PostgresError(code: .decoding, message: "no column \(column) among \(result.columnCount)")
        }
        do {
            guard let value = result.value(row: index, column: column) else { return try Value.decodeNull() }
            return try Value.decode(value)
        } catch let error as PostgresError {
            throw error.inColumn(result.columnName(column))
        }
    }

    /// Decodes the column with a name; the first one, if several have it.
    ///
    /// Throws: `PostgresError` with code `decoding` if there is no such column, or its type or NULL does not fit.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type = Value.self, at name: String) throws -> Value {
        for column in 0..<result.columnCount where result.columnName(column) == name {
            return try decode(type, at: column)
        }
        throw PostgresError(code: .decoding, message: "no column is called \(name)")
    }

    /// Decodes all columns in order: `let (id, name) = try row.decode(Int64.self, String?.self)`.
    ///
    /// Throws: `PostgresError` with code `decoding` if the number of columns differs, or a type or NULL does not fit.
    public func decode<First: PostgresDecodable, Second: PostgresDecodable, each Value: PostgresDecodable>(
        _ first: First.Type, _ second: Second.Type, _ types: repeat (each Value).Type
    ) throws -> (First, Second, repeat each Value) {
        var column = -1
        func next<Column: PostgresDecodable>(_ type: Column.Type) throws -> Column {
            column += 1
            return try decode(type, at: column)
        }
        return (try next(first), try next(second), repeat try next(each types))
    }
}
