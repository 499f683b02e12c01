/// One row of a binary COPY: its columns in the order of the statement's column list.
///
/// Binary COPY converts nothing: an `integer` column needs an `Int32`, a `bigint` column an `Int64`.
public struct CopyRow {
    private(set) var bytes: [UInt8]
    private var columns: Int16 = 0
    private var start = 0

    init() {
        bytes = []
    }

    /// The file's head: signature, flags, length of an extension.
    ///
    /// Source: PostgreSQL 15, COPY, "Binary Format".
    static let header: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// The file's end: a row of -1 columns.
    static let trailer: [UInt8] = [0xFF, 0xFF]

    /// Appends a column's value; nil is NULL.
    public mutating func append(_ value: some PostgresEncodable) {
        columns += 1
        bytes.appendLengthPrefixed(value)
    }

    mutating func begin() {
        start = bytes.count
        columns = 0
        bytes.append(bigEndian: Int16(0))
    }

    mutating func end() {
        bytes[start] = UInt8(truncatingIfNeeded: columns >> 8)
        bytes[start + 1] = UInt8(truncatingIfNeeded: columns)
    }

    mutating func append(raw: [UInt8]) {
        bytes += raw
    }

    mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }
}
