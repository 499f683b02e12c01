import CSVFiles

/// Why nothing of a file can be used.
public enum ImportFileFault: Error, Hashable, Sendable {
    /// It is empty, or there are no rows below the header.
    case noRows
    /// It is UTF-16 or UTF-32.
    case utf16
    /// It is not UTF-8: GB 18030 most likely.
    case notUTF8
    /// Its header breaks the format.
    case brokenHeader
    /// Its header has more columns than any table.
    case tooManyColumns(limit: Int)
    /// Its header has not exactly the columns of the import.
    case header(missing: [String], duplicate: [String], unknown: [String])
    case tooManyRows(limit: Int)
    case tooLarge(limit: Int)

    init(_ fault: CSVFileFault) {
        self =
            switch fault {
            case .empty: .noRows
            case .utf16: .utf16
            case .notUTF8: .notUTF8
            case .brokenHeader(.tooManyCells(let limit)): .tooManyColumns(limit: limit)
            case .brokenHeader: .brokenHeader
            case .header(let missing, let duplicate, let unknown):
                .header(missing: missing, duplicate: duplicate, unknown: unknown)
            case .tooManyRows(let limit): .tooManyRows(limit: limit)
            case .tooLarge(let limit): .tooLarge(limit: limit)
            }
    }

    /// The reason as the person reads it who sent the file.
    public var reason: String {
        switch self {
        case .noRows: "文件里没有数据行"
        case .utf16: "文件是 UTF-16 编码，请另存为 UTF-8 的 CSV"
        case .notUTF8: "文件不是 UTF-8 编码（可能是 GB18030），请另存为 UTF-8 的 CSV"
        case .brokenHeader: "表头的引号不正确"
        case .tooManyColumns(let limit): "表头超过 \(limit) 列"
        case .header: "表头的列不正确"
        case .tooManyRows(let limit): "数据行超过 \(limit) 行，请拆分文件"
        case .tooLarge(let limit): "文件超过 \(limit) 字节，请拆分文件"
        }
    }
}
