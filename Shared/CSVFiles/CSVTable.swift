/// A column of a table, by its name in the file.
public protocol CSVColumn: CaseIterable, Hashable, RawRepresentable<String>, Sendable {
    /// Other names under which the column is found.
    var aliases: [String] { get }

    /// What is compared with the names, of a heading as it was written.
    static func name(ofHeading heading: String) -> String
}

extension CSVColumn {
    /// No other names.
    public var aliases: [String] { [] }

    /// The heading without blanks around it.
    public static func name(ofHeading heading: String) -> String { CSVRow<Self>.trimmed(heading) }
}

/// One row of a table, with its cells by column in whatever order the header has them.
public struct CSVRow<Column: CSVColumn>: Sendable {
    /// Counted from 1, in lines of the file.
    public let line: Int
    private let cells: [Column: String]

    init(line: Int, cells: [Column: String]) {
        self.line = line
        self.cells = cells
    }

    /// The cell as it was written.
    public subscript(column: Column) -> String { cells[column] ?? "" }

    /// The cell without blanks around it; `nil` if nothing else is in it.
    public func value(_ column: Column) -> String? {
        let text = Self.trimmed(self[column])
        return text.isEmpty ? nil : text
    }

    static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

/// A file of rows under a header that names each column of the table once, in any order.
public struct CSVTable<Column: CSVColumn>: Sendable {
    /// A record that is no row of the table.
    public struct Faulty: Sendable, Hashable {
        /// Counted from 1, in lines of the file.
        public let line: Int
        /// What is wrong with it.
        public let fault: CSVFault

        /// Says what is wrong with a line.
        public init(line: Int, fault: CSVFault) {
            self.line = line
            self.fault = fault
        }
    }

    /// The rows, without those that are blank in every cell.
    public private(set) var rows: [CSVRow<Column>] = []
    /// What could not be read, in the order of the file.
    public private(set) var faulty: [Faulty] = []

    /// Reads a file.
    ///
    /// Throws: ``CSVFileFault`` when nothing of it can be used; what is wrong with single records is in ``faulty``.
    public init(
        _ bytes: [UInt8], limits: CSVLimits = .default, comments: Bool = false
    ) throws(CSVFileFault) {
        var reader = try CSVReader(bytes, limits: limits, comments: comments)
        guard let header = reader.next() else { throw .empty }
        let columns = try Self.columns(of: header)
        while let record = reader.next() {
            switch record.cells {
            case .success(let cells) where cells.allSatisfy({ $0.allSatisfy(\.isWhitespace) }): continue
            case .success(let cells) where cells.count == columns.count:
                let pairs = Dictionary(zip(columns, cells)) { first, _ in first }
                rows.append(CSVRow(line: record.line, cells: pairs))
            case .success(let cells):
                let fault = CSVFault.cellCount(found: cells.count, expected: columns.count)
                faulty.append(Faulty(line: record.line, fault: fault))
            case .failure(let fault):
                faulty.append(Faulty(line: record.line, fault: fault))
            }
            guard rows.count + faulty.count <= limits.rows else { throw .tooManyRows(limit: limits.rows) }
        }
    }

    /// The most unknown headings that a fault names.
    private static var namedHeadings: Int { 10 }

    private static func columns(of header: CSVReader.Record) throws(CSVFileFault) -> [Column] {
        let headings: [String]
        switch header.cells {
        case .success(let cells): headings = cells
        case .failure(.notUTF8): throw .notUTF8
        case .failure(let fault): throw .brokenHeader(fault)
        }
        var found: [Column] = []
        var duplicate: [String] = []
        var unknown: [String] = []
        for heading in headings {
            let name = Column.name(ofHeading: heading)
            guard let column = Column.allCases.first(where: { $0.rawValue == name || $0.aliases.contains(name) }) else {
                if unknown.count < namedHeadings { unknown.append(String(name.prefix(40))) }
                continue
            }
            if found.contains(column) { duplicate.append(column.rawValue) }
            found.append(column)
        }
        let missing = Column.allCases.filter { !found.contains($0) }.map(\.rawValue)
        guard missing.isEmpty, duplicate.isEmpty, unknown.isEmpty else {
            throw .header(missing: missing, duplicate: duplicate, unknown: unknown)
        }
        return found
    }
}

/// Writes cells as a record.
public enum CSVText {
    /// The cells, in quotes where they need them, with commas between.
    ///
    /// Source: RFC 4180, 2.
    public static func record(_ cells: [String]) -> String {
        cells.map { cell in
            let needsQuotes = cell.utf8.contains { byte in
                [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
            }
            return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: ",")
    }
}
