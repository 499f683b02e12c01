/// Why nothing of a file can be used.
public enum ImportFileFault: Error, Hashable, Sendable {
    /// It is empty, or there are no rows below the header.
    case noRows
    /// It begins with the mark of UTF-16.
    case utf16
    /// Its header is not UTF-8: GB18030 most likely.
    case notUTF8
    /// Its header breaks the format.
    case brokenHeader
    /// Its header has not exactly the columns of the import.
    case header(missing: [String], duplicate: [String], unknown: [String])
    case tooManyRows(limit: Int)

    /// The reason as the person reads it who sent the file.
    public var reason: String {
        switch self {
        case .noRows: "文件里没有数据行"
        case .utf16: "文件是 UTF-16 编码，请另存为 UTF-8 的 CSV"
        case .notUTF8: "文件不是 UTF-8 编码（可能是 GB18030），请另存为 UTF-8 的 CSV"
        case .brokenHeader: "表头的引号不正确"
        case .header: "表头的列不正确"
        case .tooManyRows(let limit): "数据行超过 \(limit) 行，请拆分文件"
        }
    }
}
