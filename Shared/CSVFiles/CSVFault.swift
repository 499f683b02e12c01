/// What is wrong with one record.
public enum CSVFault: Error, Sendable, Hashable {
    /// A quote is never closed, which swallows the rest of the file.
    case unclosedQuote
    /// A quote stands in a cell that does not begin with one.
    case strayQuote
    /// Something stands between a closing quote and the end of the cell.
    case textAfterQuote
    /// A cell has more bytes than that.
    case cellTooLarge(limit: Int)
    /// The record has more cells than that.
    case tooManyCells(limit: Int)
    /// A cell has a NUL in it.
    case nulByte
    /// A cell is not UTF-8.
    case notUTF8
    /// The record has not as many cells as the header.
    case cellCount(found: Int, expected: Int)
}

/// Why nothing of a file can be used.
public enum CSVFileFault: Error, Sendable, Hashable {
    /// There is no header in it.
    case empty
    /// It has more bytes than that.
    case tooLarge(limit: Int)
    /// It has more records below the header than that.
    case tooManyRows(limit: Int)
    /// It is UTF-16 or UTF-32.
    case utf16
    /// It is not UTF-8: GB 18030 most likely.
    case notUTF8
    /// The header is no record.
    case brokenHeader(CSVFault)
    /// The header has not exactly the columns of the table; of the unknown ones at most ten are named.
    case header(missing: [String], duplicate: [String], unknown: [String])
}
