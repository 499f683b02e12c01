import CSVFiles
import Kernel

/// Why a text is no table of holidays.
public struct HolidayTableFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        /// The text is no CSV.
        case unreadable = "the row is no CSV"
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
        var reader: CSVReader
        do throws(CSVFileFault) {
            reader = try CSVReader(Array(text.utf8), comments: true)
        } catch {
            throw HolidayTableFault(line: nil, reason: .unreadable)
        }
        while let record = reader.next() {
            guard case .success(let written) = record.cells else {
                throw HolidayTableFault(line: record.line, reason: .unreadable)
            }
            let cells =
                written.prefix(3).map(Self.trimmed) + [Self.trimmed(written.dropFirst(3).joined(separator: ","))]
            if cells.allSatisfy(\.isEmpty) || cells.joined(separator: ",") == Self.header { continue }
            guard written.count >= 4 else { throw HolidayTableFault(line: record.line, reason: .wrongColumnCount) }
            let day = try Self.day(cells, line: record.line)
            guard byDate.updateValue(day, forKey: day.date) == nil else {
                throw HolidayTableFault(line: record.line, reason: .duplicateDate)
            }
        }
        self.init(checked: byDate)
    }

    /// The table in its text form, with the header, rows in the order of their days.
    public var text: String {
        let rows = days.map { day in
            CSVText.record(["\(day.date)", day.kind.rawValue, day.name, day.source])
        }
        return ([Self.header] + rows).joined(separator: "\n") + "\n"
    }

    private static func day(_ columns: [String], line: Int) throws(HolidayTableFault) -> Day {
        guard let date = CivilDate(iso: columns[0]) else { throw HolidayTableFault(line: line, reason: .invalidDate) }
        guard let kind = Kind(rawValue: columns[1]) else { throw HolidayTableFault(line: line, reason: .unknownKind) }
        guard !columns[3].isEmpty else { throw HolidayTableFault(line: line, reason: .missingSource) }
        return Day(date: date, kind: kind, name: columns[2], source: columns[3])
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
