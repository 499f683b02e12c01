import CSVFiles
import PersonalData

/// A column of an import, by its name in the file; full-width and upper-case headings are found too.
protocol ImportColumn: CSVColumn {}

extension ImportColumn {
    static func name(ofHeading heading: String) -> String { CodeText.narrowed(heading).lowercased() }
}

/// One row of an import.
struct ImportRow<Column: ImportColumn> {
    private let row: CSVRow<Column>
    /// Whether something in it was written with full-width or invisible characters, and is kept without.
    private(set) var isNormalised = false

    init(_ row: CSVRow<Column>) {
        self.row = row
    }

    /// Counted from 1, in lines of the file.
    var line: Int { row.line }

    /// The cell as a text that people read.
    mutating func text<Value>(
        _ column: Column, _ read: (String) throws(TextFault) -> Value, kept: (Value) -> String
    ) throws(RowFault) -> Value {
        let value: Value
        do throws(TextFault) {
            value = try read(row[column])
        } catch {
            throw RowFault(error, column: column.rawValue)
        }
        if kept(value) != row.value(column) { isNormalised = true }
        return value
    }

    /// The cell as a code or a number: narrow and without blanks around it.
    mutating func code(_ column: Column) throws(RowFault) -> String {
        let written = row[column]
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
