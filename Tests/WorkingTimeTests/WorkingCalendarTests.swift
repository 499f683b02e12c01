import Kernel
import Testing
import WorkingTime

@Suite struct WorkingCalendarTests {
    @Test(
        "hours are read as configuration has them",
        arguments: [
            ("09:00-12:00, 13:30-17:30", [540, 720, 810, 1050]), ("", []), ("00:00-24:00", [0, 1440]),
            ("13:30-17:30,09:00-12:00", [540, 720, 810, 1050]), ("09:00-12:00,12:00-13:00", [540, 720, 720, 780]),
        ])
    func hours(text: String, bounds: [Int]) throws {
        let hours = try #require(DayHours(parsing: text))
        #expect(hours.periods.flatMap { [$0.start, $0.end] } == bounds)
    }

    @Test(
        "hours that are none are refused",
        arguments: [
            "9:00-12:00", "09:00", "09:00-", "12:00-09:00", "09:00-09:00", "09:00-24:01", "09:60-12:00",
            "09:00-12:00,11:00-13:00",
            "09:00-12:00-13:00", "a-b", "-1:00-12:00", "09.00-12.00",
        ])
    func faultyHours(text: String) {
        #expect(DayHours(parsing: text) == nil)
    }

    @Test(
        "the table decides about a day before the week does",
        arguments: [
            ("2026-11-20", true), ("2026-11-21", false), ("2026-11-22", false), ("2026-02-14", true),
            ("2026-02-16", false),
            ("2026-02-28", true), ("2026-09-20", true), ("2026-10-10", true), ("2026-10-01", false),
            ("2024-02-29", true),
            ("2027-01-01", false),
        ])
    func workingDays(day: String, isWorking: Bool) throws {
        let date = try #require(CivilDate(iso: day))
        #expect(try officeCalendar().isWorkingDay(date) == isWorking)
        #expect(WorkingCalendar.roundTheClock.isWorkingDay(date))
    }

    @Test(
        "the working time between two moments leaves out nights, breaks, weekends and holidays",
        arguments: [
            ("2026-11-16 09:00", "2026-11-16 12:00", 180), ("2026-11-16 12:00", "2026-11-16 13:30", 0),
            ("2026-11-16 08:00", "2026-11-16 18:00", 420), ("2026-11-16 11:45", "2026-11-16 13:45", 30),
            // Over a weekend.
            ("2026-11-20 17:00", "2026-11-23 09:30", 60), ("2026-11-21 00:00", "2026-11-23 00:00", 0),
            // Into and out of a make-up Saturday before the Spring Festival, then over the whole of it.
            ("2026-02-13 17:00", "2026-02-14 09:30", 60), ("2026-02-14 00:00", "2026-02-15 00:00", 420),
            ("2026-02-14 17:00", "2026-02-24 09:30", 60), ("2026-09-20 09:00", "2026-09-20 17:30", 420),
            // A leap day is a day like others; a whole year of them.
            ("2024-02-28 17:00", "2024-03-01 09:30", 480), ("2028-02-29 00:00", "2028-03-01 00:00", 420),
            ("2026-11-16 12:00", "2026-11-16 09:00", 0), ("2026-11-16 09:00", "2026-11-16 09:00", 0),
        ])
    func between(start: String, end: String, minutes: Int64) throws {
        let calendar = try officeCalendar()
        #expect(try calendar.workingTime(from: local(start), to: local(end)) == .minutes(minutes))
    }

    @Test(
        "working time is added over nights, breaks, weekends and holidays",
        arguments: [
            ("2026-11-16 09:00", 180, "2026-11-16 12:00"), ("2026-11-16 09:00", 181, "2026-11-16 13:31"),
            ("2026-11-16 09:00", 420, "2026-11-16 17:30"), ("2026-11-16 09:00", 421, "2026-11-17 09:01"),
            ("2026-11-16 12:30", 1, "2026-11-16 13:31"), ("2026-11-20 17:29", 2, "2026-11-23 09:01"),
            ("2026-11-21 03:00", 60, "2026-11-23 10:00"), ("2026-02-13 17:00", 60, "2026-02-14 09:30"),
            ("2026-02-14 17:00", 31, "2026-02-24 09:01"), ("2024-02-28 17:00", 480, "2024-03-01 09:30"),
            ("2026-12-31 17:00", 60, "2027-01-04 09:30"), ("2026-11-21 03:00", 0, "2026-11-21 03:00"),
        ])
    func adding(start: String, minutes: Int64, end: String) throws {
        let calendar = try officeCalendar()
        #expect(try calendar.moment(after: .minutes(minutes), from: local(start)) == local(end))
    }

    @Test(
        "the day begins at midnight in Asia/Shanghai, which is four in the afternoon in UTC",
        arguments: [
            ("2026-11-20T15:59:59.999999Z", "2026-11-20"), ("2026-11-20T16:00:00Z", "2026-11-21"),
            ("2024-02-28T16:00:00Z", "2024-02-29"),
            // No daylight saving time: July and January alike.
            ("2026-07-01T15:59:59Z", "2026-07-01"), ("1988-07-01T15:30:00Z", "1988-07-01"),
        ])
    func today(text: String, day: String) throws {
        #expect(WorkingCalendar.date(of: try #require(Timestamp(iso8601: text))).description == day)
    }

    @Test("a day-and-night calendar counts every millisecond across midnight")
    func midnight() throws {
        let calendar = WorkingCalendar.roundTheClock
        let before = try local("2026-11-21 00:00") - .milliseconds(1)
        #expect(calendar.workingTime(from: before, to: before + .milliseconds(2)) == WorkingDuration(milliseconds: 2))
        #expect(calendar.moment(after: WorkingDuration(milliseconds: 2), from: before) == before + .milliseconds(2))
        let year = try calendar.workingTime(from: local("2028-01-01 00:00"), to: local("2029-01-01 00:00"))
        #expect(year == .hours(366 * 24))
    }

    @Test("a moment is working time from the beginning of a stretch until before its end")
    func working() throws {
        let calendar = try officeCalendar()
        #expect(try calendar.isWorking(at: local("2026-11-16 09:00")))
        #expect(try !calendar.isWorking(at: local("2026-11-16 09:00") - .microseconds(1)))
        #expect(try calendar.isWorking(at: local("2026-11-16 12:00") - .microseconds(1)))
        #expect(try !calendar.isWorking(at: local("2026-11-16 12:00")))
        #expect(try !calendar.isWorking(at: local("2026-11-21 10:00")))
        #expect(try calendar.isWorking(at: local("2026-02-14 10:00")))
    }

    @Test(
        "n working days end with the hours of the nth working day that follows",
        arguments: [
            ("2026-11-20 10:00", 1, "2026-11-23 17:30"), ("2026-11-20 23:59", 1, "2026-11-23 17:30"),
            ("2026-11-21 12:00", 1, "2026-11-23 17:30"), ("2026-11-21 00:00", 1, "2026-11-23 17:30"),
            ("2026-11-18 15:00", 3, "2026-11-23 17:30"), ("2026-02-13 10:00", 1, "2026-02-14 17:30"),
            ("2026-02-13 10:00", 2, "2026-02-24 17:30"), ("2026-09-18 10:00", 13, "2026-10-13 17:30"),
            ("2024-02-28 10:00", 1, "2024-02-29 17:30"), ("2026-11-20 10:00", 0, "2026-11-20 17:30"),
            ("2026-11-20 17:30", 0, "2026-11-23 17:30"), ("2026-11-21 10:00", 0, "2026-11-23 17:30"),
            ("2026-11-20 03:00", 0, "2026-11-20 17:30"),
        ])
    func ends(start: String, count: Int, end: String) throws {
        #expect(try officeCalendar().endOfWorkingDay(count, after: local(start)) == local(end))
    }

    @Test("on a day-and-night calendar a working day ends at midnight")
    func endsAtMidnight() throws {
        let calendar = WorkingCalendar.roundTheClock
        #expect(try calendar.endOfWorkingDay(1, after: local("2026-11-20 10:00")) == local("2026-11-22 00:00"))
        #expect(try calendar.endOfWorkingDay(0, after: local("2026-11-20 23:59")) == local("2026-11-21 00:00"))
    }

    @Test("a calendar without work answers with the end of time instead of searching for ever")
    func noWork() throws {
        let calendar = WorkingCalendar(version: "none", week: WeekHours(ordinary: .none), holidays: .empty)
        let end = calendar.moment(after: .minutes(1), from: try local("9998-12-01 00:00"))
        #expect(end == (try local("9998-12-31 00:00")) + .seconds(86_400))
        #expect(calendar.endOfWorkingDay(1, after: try local("9998-12-01 00:00")) == end)
    }

    @Test("adding and measuring agree with counting the minutes one by one", arguments: 0..<6)
    func againstCounting(seed: Int) throws {
        let calendar = try officeCalendar()
        var generator = SplitMix64(seed: UInt64(seed))
        let base = try local("2026-02-09 00:00")
        for _ in 0..<30 {
            let start = base + .seconds(60 * Int.random(in: 0..<20_000, using: &generator))
            let span = Int.random(in: 0..<10_000, using: &generator)
            let counted = (0..<span).filter { calendar.isWorking(at: start + .seconds(60 * $0)) }.count
            let end = start + .seconds(60 * span)
            #expect(calendar.workingTime(from: start, to: end) == .minutes(Int64(counted)))
            let due = calendar.moment(after: .minutes(Int64(counted)), from: start)
            #expect(due <= end)
            #expect(calendar.workingTime(from: start, to: due) == .minutes(Int64(counted)))
            if counted > 0 {
                #expect(calendar.workingTime(from: start, to: due - .microseconds(1)) < .minutes(Int64(counted)))
            }
        }
    }

    @Test("the share of a length is found in integers, the same as by multiplying out")
    func shares() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<2_000 {
            let allowed = Int64.random(in: 0...1_000_000, using: &generator)
            let percent = Int.random(in: 1...100, using: &generator)
            let share = WorkingDuration(milliseconds: allowed).share(percent: percent).milliseconds
            #expect(share * 100 >= allowed * Int64(percent))
            #expect((share - 1) * 100 < allowed * Int64(percent))
        }
        #expect(WorkingDuration(milliseconds: .max).share(percent: 100).milliseconds == .max)
    }
}
