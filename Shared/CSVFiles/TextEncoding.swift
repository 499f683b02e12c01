/// Finds out whether bytes are a text in UTF-8, before they are read as one.
///
/// Why: spreadsheets write GB 18030 and UTF-16 as readily as UTF-8, and some of their bytes are good UTF-8 by accident: a
/// file that is taken cell by cell would be garbled in those.
enum TextEncoding {
    /// Refuses what is certainly another encoding.
    ///
    /// A file in which most of the lines that are not ASCII are UTF-8 passes: what is wrong with the others is a fault of
    /// their records.
    ///
    /// Source: Unicode Standard, 23.8, for the marks of UTF-16 and UTF-32. Without a mark, text in either has a NUL in at
    /// least every eighth byte, its commas and line ends alone; UTF-8 has none.
    static func check(_ bytes: [UInt8]) throws(CSVFileFault) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        let start = bytes.prefix(4_096)
        guard start.count(where: { $0 == 0 }) * 8 < max(start.count, 1) else { throw .utf16 }
        guard !isUTF8(bytes[...]) else { return }
        var (good, bad) = (0, 0)
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 >= 0x80 }) {
            if isUTF8(line) { good += 1 } else { bad += 1 }
        }
        if bad > good { throw .notUTF8 }
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }
}
