public import Kernel

/// The days on which the week does not decide whether work is done: holidays and make-up working days 调休.
///
/// They are data from the State Council's yearly notice, imported as text, never part of the program.
public struct HolidayTable: Hashable, Sendable {
    /// What is done on such a day.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// No work, though the week may have hours.
        case holiday
        /// Work at ordinary hours, though the week may have none.
        case workday
    }

    /// One row of the table.
    public struct Day: Hashable, Sendable {
        /// The day.
        public let date: CivilDate
        /// What is done on it.
        public let kind: Kind
        /// What it is called, such as 春节.
        public let name: String
        /// The notice that says so.
        public let source: String

        /// Makes a row.
        public init(date: CivilDate, kind: Kind, name: String, source: String) {
            self.date = date
            self.kind = kind
            self.name = name
            self.source = source
        }
    }

    private let byDate: [CivilDate: Day]

    /// The years for which there is at least one row; beyond them only the week decides.
    public let years: Set<Int>

    /// A table without rows.
    public static let empty = HolidayTable(checked: [:])

    /// Makes a table of rows.
    ///
    /// Throws: `duplicateDate` if two rows are about one day.
    public init(_ days: [Day]) throws(HolidayTableFault) {
        var byDate: [CivilDate: Day] = [:]
        for day in days where byDate.updateValue(day, forKey: day.date) != nil {
            throw HolidayTableFault(line: nil, reason: .duplicateDate)
        }
        self.init(checked: byDate)
    }

    init(checked byDate: [CivilDate: Day]) {
        self.byDate = byDate
        years = Set(byDate.keys.map(\.year))
    }

    /// What the table says of a day; `nil` if it says nothing.
    public subscript(date: CivilDate) -> Day? { byDate[date] }

    /// The rows in the order of their days.
    public var days: [Day] { byDate.values.sorted { $0.date < $1.date } }

    /// Both tables together.
    ///
    /// Throws: `duplicateDate` if both are about one day.
    public func merging(_ other: HolidayTable) throws(HolidayTableFault) -> HolidayTable {
        try HolidayTable(days + other.days)
    }
}
