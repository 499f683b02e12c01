import Kernel
import Testing
import WorkingTime

@Suite struct HolidayTableTests {
    @Test("a table is read row by row and knows its years")
    func reading() throws {
        let table = try HolidayTable(parsing: holidayText)
        #expect(table.days.count == 27)
        #expect(table.years == [2025, 2026, 2027])
        let makeUp = try #require(CivilDate(iso: "2026-02-14"))
        let day = try #require(table[makeUp])
        #expect(day.kind == .workday)
        #expect(day.name == "春节")
        #expect(day.source == "国务院办公厅 2025-11-04")
        #expect(table[makeUp.adding(days: -1)] == nil)
    }

    @Test("a table comes back from its text")
    func roundTrip() throws {
        let table = try HolidayTable(parsing: holidayText)
        #expect(try HolidayTable(parsing: table.text) == table)
        #expect(try HolidayTable(parsing: "") == .empty)
        #expect(HolidayTable.empty.text == "date,kind,name,source\n")
    }

    @Test("line ends, white space, a byte order mark and commas in the source do not matter")
    func tolerance() throws {
        let text = "\u{FEFF}date,kind,name,source\r\n\r\n  2026-01-01 , holiday , 元旦 , a, b\r\n# end"
        let table = try HolidayTable(parsing: text)
        #expect(table.days.map(\.source) == ["a, b"])
        #expect(table.days.map(\.name) == ["元旦"])
    }

    @Test(
        "a faulty row is named by its line, and nothing is taken",
        arguments: [
            ("2026-01-01,holiday,元旦", 1, .wrongColumnCount), ("\n2026-02-30,holiday,a,b", 2, .invalidDate),
            ("2026-1-1,holiday,a,b", 1, .invalidDate), ("2026-01-01,Holiday,a,b", 1, .unknownKind),
            ("2026-01-01,,a,b", 1, .unknownKind), ("2026-01-01,holiday,a,", 1, .missingSource),
            ("date,kind,name,source\n2026-01-01,holiday,a,b\n2026-01-01,workday,a,b", 3, .duplicateDate),
            ("x", 1, .wrongColumnCount),
        ] as [(String, Int, HolidayTableFault.Reason)])
    func faults(text: String, line: Int, reason: HolidayTableFault.Reason) {
        let error = #expect(throws: HolidayTableFault.self) { try HolidayTable(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.reason == reason)
    }

    @Test("tables of different years are merged, those about one day are not")
    func merging() throws {
        let one = try HolidayTable(parsing: "2026-01-01,holiday,元旦,a")
        let two = try HolidayTable(parsing: "2027-01-01,holiday,元旦,b")
        #expect(try one.merging(two).years == [2026, 2027])
        #expect(throws: HolidayTableFault.self) { try one.merging(one) }
    }
}
