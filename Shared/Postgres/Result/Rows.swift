/// The result of one statement: its rows, and how many rows the statement touched.
///
/// The rows stay in the memory that libpq read them into; decoding happens in the caller, on the caller's thread.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultHandle

    /// The rows that were inserted, changed, removed or returned, as the server counts them.
    public var affected: Int { result.affected }

    /// What the server says it did, such as `INSERT 0 1`.
    public var commandTag: String { result.commandTag }

    /// The names of the columns, in order.
    public var columns: [String] { (0..<result.columnCount).map(result.columnName) }

    /// Always zero.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { result.rowCount }

    /// The row at a position.
    public subscript(position: Int) -> Row {
        precondition(position >= 0 && position < result.rowCount, "row index out of range")
        return Row(result: result, index: position)
    }

    /// The first column of the only row.
    ///
    /// Throws: `PostgresError` with code `decoding` unless there is exactly one row.
    public func only<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> Value {
        guard count == 1 else {
            throw PostgresError(code: .decoding, message: "\(count) rows where one was expected")
        }
        return try self[0].decode(type, at: 0)
    }
}
