/// Reads comma-separated values from UTF-8 bytes, one record at a time, and says on which line each begins.
///
/// Lines end with CR LF, LF or CR. A byte order mark at the start and blank lines are passed over. What breaks the format
/// is a fault of its record and not of the file: reading goes on at the next line, except after a quote that is never
/// closed, which swallows the rest.
///
/// Source: RFC 4180; a line end inside quotes belongs to the cell, two quotes inside quotes are one.
public struct CSVReader {
    /// One record: its cells, or what is wrong with it.
    public struct Record: Sendable {
        /// Counted from 1, in lines of the file.
        public let line: Int
        /// The cells as they were written, an empty one as an empty text.
        public let cells: Result<[String], CSVFault>
    }

    private let bytes: [UInt8]
    private let limits: CSVLimits
    private let hasComments: Bool
    private var position: Int
    private var line = 1

    /// Begins to read a file.
    ///
    /// - Parameter comments: whether a line that begins with `#` is passed over.
    ///
    /// Throws: ``CSVFileFault`` for a file that is too large or in another encoding.
    public init(
        _ bytes: [UInt8], limits: CSVLimits = .default, comments: Bool = false
    ) throws(CSVFileFault) {
        guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        try TextEncoding.check(bytes)
        self.bytes = bytes
        self.limits = limits
        hasComments = comments
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next record that is not a blank line; `nil` at the end.
    public mutating func next() -> Record? {
        while let byte = peek() {
            if byte == Self.lineFeed || byte == Self.carriageReturn {
                endLine()
            } else if hasComments, byte == Self.comment {
                skipLine()
            } else {
                break
            }
        }
        guard position < bytes.count else { return nil }
        let start = line
        var cells: [String] = []
        while true {
            switch readCell() {
            case .failure(let fault):
                skipLine()
                return Record(line: start, cells: .failure(fault))
            case .success(let text):
                guard cells.count < limits.cells else {
                    skipLine()
                    return Record(line: start, cells: .failure(.tooManyCells(limit: limits.cells)))
                }
                cells.append(text)
            }
            guard peek() == Self.comma else {
                endLine()
                return Record(line: start, cells: .success(cells))
            }
            position += 1
        }
    }

    private mutating func readCell() -> Result<String, CSVFault> {
        let raw = peek() == Self.quote ? quotedCell() : plainCell()
        return raw.flatMap { raw in
            guard !raw.contains(0) else { return .failure(.nulByte) }
            guard let text = String(validating: raw, as: UTF8.self) else { return .failure(.notUTF8) }
            return .success(text)
        }
    }

    private mutating func plainCell() -> Result<[UInt8], CSVFault> {
        let start = position
        while let byte = peek(), byte != Self.comma, byte != Self.lineFeed, byte != Self.carriageReturn {
            if byte == Self.quote { return .failure(.strayQuote) }
            position += 1
        }
        guard position - start <= limits.cellBytes else { return .failure(.cellTooLarge(limit: limits.cellBytes)) }
        return .success(Array(bytes[start..<position]))
    }

    private mutating func quotedCell() -> Result<[UInt8], CSVFault> {
        position += 1
        var cell: [UInt8] = []
        while let byte = peek() {
            guard cell.count <= limits.cellBytes else { break }
            if byte == Self.quote {
                position += 1
                guard peek() == Self.quote else {
                    guard isAtCellEnd else { return .failure(.textAfterQuote) }
                    return .success(cell)
                }
            } else if byte == Self.lineFeed || (byte == Self.carriageReturn && !isFollowedByLineFeed) {
                line += 1
            }
            cell.append(byte)
            position += 1
        }
        position = bytes.count
        return .failure(.unclosedQuote)
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private var isAtCellEnd: Bool {
        switch peek() {
        case nil, Self.comma?, Self.lineFeed?, Self.carriageReturn?: true
        default: false
        }
    }

    private var isFollowedByLineFeed: Bool {
        position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed
    }

    /// Passes one line end, whichever of the three it is.
    private mutating func endLine() {
        guard let byte = peek() else { return }
        position += byte == Self.carriageReturn && isFollowedByLineFeed ? 2 : 1
        line += 1
    }

    private mutating func skipLine() {
        while let byte = peek(), byte != Self.lineFeed, byte != Self.carriageReturn { position += 1 }
        endLine()
    }

    private static let comma = UInt8(ascii: ",")
    private static let comment = UInt8(ascii: "#")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
