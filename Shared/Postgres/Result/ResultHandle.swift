import CLibPQ

/// Owns one `PGresult` and frees it.
///
/// `@unchecked Sendable`: "A PGresult is normally read-only after creation, and so can be passed around freely between
/// threads" (PostgreSQL 15, 34.20 Behavior in Threaded Programs), and nothing here changes one.
@safe
final class ResultHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    /// Takes over a result that `PQgetResult` returned.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
        rowCount = unsafe Int(PQntuples(pointer))
        columnCount = unsafe Int(PQnfields(pointer))
    }

    /// A result without rows that no server sent: for tests of what follows an answer.
    static func empty() -> ResultHandle? {
        unsafe PQmakeEmptyPGresult(nil, PGRES_COMMAND_OK).map { unsafe ResultHandle($0) }
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }

    /// What the server says it did: `INSERT 0 1`, `COMMIT`, `ROLLBACK`.
    var commandTag: String { unsafe String(cString: PQcmdStatus(pointer)) }

    /// The number of rows that the command inserted, changed, removed or returned.
    var affected: Int {
        let digits = unsafe PQcmdTuples(pointer)
        return unsafe digits.flatMap { unsafe Int(String(cString: $0)) } ?? 0
    }

    /// A field of an error or notice; `field` is one of `PG_DIAG_…`.
    func diagnostic(_ field: Int32) -> String? {
        unsafe PQresultErrorField(pointer, field).map { unsafe String(cString: $0) }
    }

    func columnName(_ column: Int) -> String {
        unsafe PQfname(pointer, Int32(column)).map { unsafe String(cString: $0) } ?? ""
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(identifier: unsafe PQftype(pointer, Int32(column)))
    }

    /// The column's bytes, or nil for NULL.
    ///
    /// The caller has checked both indices.
    func value(row: Int, column: Int) -> PostgresValue? {
        let row = Int32(row)
        let column = Int32(column)
        let length = unsafe Int(PQgetlength(pointer, row, column))
        if length == 0, unsafe PQgetisnull(pointer, row, column) == 1 { return nil }
        return unsafe PostgresValue(
            type: columnType(Int(column)), owner: self,
            bytes: UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length))
    }
}
