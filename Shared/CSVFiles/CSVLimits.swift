/// How much of a file of comma-separated values is read.
///
/// Why: the sender of a file decides what is in it; one record of millions of cells must not cost more than its bytes.
public struct CSVLimits: Sendable, Hashable {
    /// The longest file.
    ///
    /// Units: bytes.
    public let bytes: Int
    /// The most records below the header.
    public let rows: Int
    /// The most cells of a record.
    public let cells: Int
    /// The longest cell.
    ///
    /// Units: bytes.
    public let cellBytes: Int

    /// 16 MiB, 20,000 rows, 64 cells per record, 256 KiB per cell.
    ///
    /// Source: our choice; a larger file is split by its sender.
    public static let `default` = CSVLimits(bytes: 16 << 20, rows: 20_000, cells: 64, cellBytes: 1 << 18)

    /// Sets the limits.
    public init(bytes: Int, rows: Int, cells: Int, cellBytes: Int) {
        self.bytes = bytes
        self.rows = rows
        self.cells = cells
        self.cellBytes = cellBytes
    }
}
