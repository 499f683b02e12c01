import Kernel

/// Why a text is no table of holidays.
public struct HolidayTableFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        /// A row has not four columns.
        case wrongColumnCount = "expected date,kind,name,source"
        /// The first column is no day of the calendar.
        case invalidDate = "the date is no day of the calendar"
        /// The second column is neither `holiday` nor `workday`.
        case unknownKind = "the kind is neither holiday nor workday"
        /// The last column is empty: every row names the notice that it comes from.
        case missingSource = "the source is missing"
        /// The day has a row already.
        case duplicateDate = "the day has a row already"
    }

    /// The line, counted from 1, if the table was read from text.
    public let line: Int?

    /// What is wrong.
    public let reason: Reason

    /// Line and reason.
    public var description: String {
        line.map { "line \($0): \(reason.rawValue)" } ?? reason.rawValue
    }
}

extension HolidayTable {
    /// The first line of the text form.
    public static let header = "date,kind,name,source"

    /// Reads a table, one row a line: `2026-02-14,workday,春节,国务院办公厅 2025-11-04`.
    ///
    /// A comma in the last column belongs to it. Empty lines, lines that begin with `#`, the header, a byte order mark
    /// and line ends of either kind are skipped.
    ///
    /// Throws: the first fault with its line; a table is taken whole or not at all.
    public init(parsing text: String) throws(HolidayTableFault) {
        var byDate: [CivilDate: Day] = [:]
        // "\r\n" is one Character, so it ends one line.
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            var row = Self.trimmed(line)
            if index == 0, row.unicodeScalars.first == "\u{FEFF}" { row = String(row.unicodeScalars.dropFirst()) }
            if row.isEmpty || row.hasPrefix("#") || row == Self.header { continue }
            let day = try Self.day(row, line: index + 1)
            guard byDate.updateValue(day, forKey: day.date) == nil else {
                throw HolidayTableFault(line: index + 1, reason: .duplicateDate)
            }
        }
        self.init(checked: byDate)
    }

    /// The table in its text form, with the header, rows in the order of their days; a comma in a name is written `、`.
    public var text: String {
        let rows = days.map { day in
            "\(day.date),\(day.kind.rawValue),\(String(day.name.map { $0 == "," ? "、" : $0 })),\(day.source)"
        }
        return ([Self.header] + rows).joined(separator: "\n") + "\n"
    }

    private static func day(_ row: String, line: Int) throws(HolidayTableFault) -> Day {
        let columns = row.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false).map { trimmed($0) }
        guard columns.count == 4 else { throw HolidayTableFault(line: line, reason: .wrongColumnCount) }
        guard let date = CivilDate(iso: columns[0]) else { throw HolidayTableFault(line: line, reason: .invalidDate) }
        guard let kind = Kind(rawValue: columns[1]) else { throw HolidayTableFault(line: line, reason: .unknownKind) }
        guard !columns[3].isEmpty else { throw HolidayTableFault(line: line, reason: .missingSource) }
        return Day(date: date, kind: kind, name: columns[2], source: columns[3])
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
