import PersonalData
import RegistryDomain

/// A column of an import, by its name in the file.
protocol CSVColumn: CaseIterable, Hashable, RawRepresentable<String>, Sendable {
    /// Other names under which the column is found, Chinese ones among them.
    var aliases: [String] { get }
}

/// One row of a file, with its cells by column in whatever order the header has them.
struct CSVRow<Column: CSVColumn> {
    /// Counted from 1, in lines of the file.
    let line: Int
    private let cells: [Column: String]
    /// Whether a code or a number in it was written with full-width or invisible characters.
    private(set) var isNormalised = false

    init(line: Int, cells: [Column: String]) {
        self.line = line
        self.cells = cells
    }

    /// The cell as it was written.
    func text(_ column: Column) -> String {
        cells[column] ?? ""
    }

    /// The cell as a code or a number: narrow and without blanks around it.
    mutating func code(_ column: Column) throws(RowFault) -> String {
        let written = text(column)
        let narrow = CodeText.narrowed(written)
        if written.unicodeScalars.contains(where: { $0.value > 0x7E }), narrow.utf8.allSatisfy({ $0 <= 0x7E }) {
            isNormalised = true
        }
        guard !Self.isScientific(narrow) else { throw .scientificNumber(column.rawValue) }
        return narrow
    }

    /// Whether a spreadsheet made a number of a code: `1.38E+10`.
    private static func isScientific(_ text: String) -> Bool {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].contains(".") || parts[1].hasPrefix("+") else { return false }
        let mantissa = parts[0].utf8.filter { $0 != UInt8(ascii: ".") }
        let exponent = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return !mantissa.isEmpty && !exponent.isEmpty && mantissa.allSatisfy(digits.contains)
            && exponent.utf8.allSatisfy(digits.contains)
    }
}

/// A file of rows under a header.
struct CSVTable<Column: CSVColumn> {
    /// The most rows of a file.
    ///
    /// Source: our choice; a larger file is split by whoever sends it.
    static var rowLimit: Int { 20_000 }

    private(set) var rows: [CSVRow<Column>] = []
    private(set) var rejected: [ImportReport.Rejected] = []

    /// Reads a file.
    ///
    /// Throws: ``ImportFileFault`` when nothing of it can be used; what is wrong with single rows is in `rejected`.
    init(reading bytes: [UInt8]) throws(ImportFileFault) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        var reader = CSVReader(bytes)
        guard let header = reader.next() else { throw .noRows }
        let columns = try Self.columns(of: header)
        var count = 0
        while let record = reader.next() {
            count += 1
            guard count <= Self.rowLimit else { throw .tooManyRows(limit: Self.rowLimit) }
            switch record.cells {
            case .success(let cells) where cells.count == columns.count:
                if cells.allSatisfy({ CodeText.narrowed($0).isEmpty }) {
                    count -= 1
                } else {
                    rows.append(CSVRow(line: record.line, cells: Dictionary(zip(columns, cells)) { first, _ in first }))
                }
            case .success(let cells):
                reject(record.line, .cellCount(found: cells.count, expected: columns.count))
            case .failure(let fault):
                reject(record.line, fault)
            }
        }
        guard !rows.isEmpty || !rejected.isEmpty else { throw .noRows }
    }

    private mutating func reject(_ line: Int, _ fault: RowFault) {
        rejected.append(ImportReport.Rejected(line: line, fault: fault))
    }

    private static func columns(of header: CSVReader.Record) throws(ImportFileFault) -> [Column] {
        let names: [String]
        switch header.cells {
        case .success(let cells): names = cells
        case .failure(.notUTF8), .failure(.nulByte): throw .notUTF8
        case .failure: throw .brokenHeader
        }
        var found: [Column] = []
        var duplicate: [String] = []
        var unknown: [String] = []
        for name in names {
            let narrow = CodeText.narrowed(name).lowercased()
            guard let column = Column.allCases.first(where: { $0.rawValue == narrow || $0.aliases.contains(narrow) })
            else {
                unknown.append(String(narrow.prefix(40)))
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
