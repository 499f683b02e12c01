import Kernel
import Testing

@Suite struct CivilDateTests {
    @Test(
        "days are counted from 1970 and know their day of the week",
        arguments: [
            ("1970-01-01", 0, Weekday.thursday), ("1969-12-31", -1, .wednesday), ("2024-02-29", 19_782, .thursday),
            ("2000-02-29", 11_016, .tuesday), ("1900-03-01", -25_508, .thursday), ("2100-02-28", 47_540, .sunday),
            ("0001-01-01", -719_162, .monday), ("9998-12-31", 2_932_531, .thursday), ("2026-11-21", 20_778, .saturday),
        ])
    func counting(text: String, number: Int, weekday: Weekday) throws {
        let date = try #require(CivilDate(iso: text))
        #expect(date.daysSinceEpoch == number)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
        #expect(CivilDate(daysSinceEpoch: number) == date)
    }

    @Test(
        "a day that the calendar does not have is refused",
        arguments: [
            (2026, 2, 29), (2026, 2, 30), (1900, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1),
            (2026, 1, 0), (2026, 1, 32), (-1, 1, 1), (10_000, 1, 1), (2026, .min, 1), (.max, 1, .max),
        ])
    func impossible(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(
        "another form is refused", arguments: ["", "2026-1-01", "20260101", "2026/01/01", "2026-01-01 ", "x026-01-01"])
    func otherForms(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test("each day of four centuries follows the one before it")
    func everyDay() throws {
        let first = try #require(CivilDate(year: 1_900, month: 1, day: 1))
        var expected = (year: 1_900, month: 1, day: 1)
        for offset in 0..<146_097 {
            let date = first.adding(days: offset)
            #expect(date.parts == expected)
            #expect(CivilDate(year: expected.year, month: expected.month, day: expected.day) == date)
            expected.day += 1
            if expected.day > CivilDate.length(ofMonth: expected.month, year: expected.year) {
                expected = (expected.year + expected.month / 12, expected.month % 12 + 1, 1)
            }
        }
        #expect(expected == (2_300, 1, 1))
    }

    @Test(
        "a moment's day depends on the offset",
        arguments: [
            ("2026-11-20T15:59:59.999999Z", "2026-11-20", 86_399_999_999), ("2026-11-20T16:00:00Z", "2026-11-21", 0),
            ("2024-02-28T16:00:00Z", "2024-02-29", 0), ("1969-12-31T15:00:00Z", "1969-12-31", 82_800_000_000),
        ])
    func shanghai(text: String, day: String, microsecond: Int64) throws {
        let moment = try #require(Timestamp(iso8601: text))
        let date = moment.civil(offsetSeconds: 28_800)
        #expect(date.description == day)
        #expect(moment.microsecondOfDay(offsetSeconds: 28_800) == microsecond)
        #expect(date.start(offsetSeconds: 28_800) + .microseconds(microsecond) == moment)
    }
}
