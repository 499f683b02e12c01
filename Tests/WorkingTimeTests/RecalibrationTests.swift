import Kernel
import Testing
import WorkingTime

@Suite struct RecalibrationTests {
    private func started(_ limit: TimeLimit = .workingTime(.minutes(10))) throws -> ClockJournal {
        try ClockJournal(policy: urgentPolicy, limit: limit, at: local("2026-11-21 10:00"))
    }

    @Test("a change of category moves the deadlines that lie ahead, counted from the start")
    func future() throws {
        var journal = try started()
        let change = try local("2026-11-21 10:05")
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.hours(1))), at: change)
        #expect(journal.due(for: .yellow, at: change) == (try local("2026-11-21 10:48")))
        #expect(journal.due(for: .red, at: change) == (try local("2026-11-21 11:00")))
        #expect(journal.light(at: try local("2026-11-21 10:30")) == .green)
    }

    @Test("red once earned stays red, however much time the new category leaves")
    func redStays() throws {
        var journal = try started()
        let change = try local("2026-11-21 10:30")
        try journal.record(.recalibrate(policy: officePolicy(), limit: .workingDays(13)), at: change)
        #expect(journal.light(at: change) == .red)
        #expect(journal.light(at: change + .seconds(86_400 * 3)) == .red)
        #expect(journal.due(for: .red, at: change) == (try local("2026-11-21 10:10")))
        #expect(journal.allowed(at: change) > .hours(50))
    }

    @Test("red earned in the very moment of the change stays, too")
    func redAtTheMoment() throws {
        var journal = try started()
        let change = try local("2026-11-21 10:10")
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.hours(1))), at: change)
        #expect(journal.light(at: change) == .red)
    }

    @Test("a shorter limit makes red when the change comes, not before it")
    func notBackdated() throws {
        var journal = try started(.workingTime(.hours(2)))
        let change = try local("2026-11-21 10:30")
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.minutes(20))), at: change)
        #expect(journal.light(at: change - .microseconds(1)) == .green)
        #expect(journal.light(at: change) == .red)
        #expect(journal.due(for: .red, at: change) == change)
        #expect(journal.due(for: .yellow, at: change) == change)
    }

    @Test("rules replaced in the very moment they came make nothing red")
    func correctedAtOnce() throws {
        var journal = try started(.workingTime(.hours(2)))
        let change = try local("2026-11-21 10:30")
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.minutes(20))), at: change)
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.hours(2))), at: change)
        #expect(journal.light(at: change) == .green)
    }

    @Test("red earned under one category survives two more changes")
    func redSurvivesAll() throws {
        var journal = try started(.workingTime(.hours(2)))
        for (minute, limit) in [(5, Int64(10)), (30, 600), (40, 6_000)] {
            try journal.record(
                .recalibrate(policy: urgentPolicy, limit: .workingTime(.minutes(limit))),
                at: journal.startedAt + .seconds(60 * minute))
        }
        let now = try local("2026-11-21 11:00")
        #expect(journal.due(for: .red, at: now) == (try local("2026-11-21 10:10")))
        #expect(journal.light(at: now) == .red)
    }

    @Test("an extension that a person approved outlives a change of category")
    func extensionStays() throws {
        var journal = try started()
        try journal.record(.extend(.workingTime(.minutes(5)), by: zhang, approvedBy: li), at: journal.startedAt)
        try journal.record(.recalibrate(policy: urgentPolicy, limit: .workingTime(.minutes(20))), at: journal.startedAt)
        #expect(journal.allowed(at: journal.startedAt) == .minutes(25))
    }

    @Test("what has passed is counted by the new calendar once the category has changed")
    func otherCalendar() throws {
        // Friday 16:00; by Monday 10:00 the clock on the wall has gone 66 hours, office hours only two and a half.
        var journal = try ClockJournal(
            policy: urgentPolicy, limit: .workingTime(.hours(100)), at: local("2026-11-20 16:00"))
        let monday = try local("2026-11-23 10:00")
        #expect(journal.elapsed(at: monday) == .hours(66))
        try journal.record(.recalibrate(policy: officePolicy(), limit: .workingTime(.hours(7))), at: monday)
        #expect(journal.elapsed(at: monday) == .minutes(150))
        #expect(journal.policy.version == "policy-1")
    }

    @Test("a clock keeps the calendar that it was started with when holidays are announced later")
    func pinned() throws {
        let calendar = try officeCalendar()
        let journal = try ClockJournal(
            policy: ClockPolicy(version: "1", calendar: calendar), limit: .workingDays(1), at: local("2027-02-04 10:00")
        )
        let announced = try calendar.holidays.merging(HolidayTable(parsing: "2027-02-05,holiday,春节,later notice"))
        let revised = WorkingCalendar(version: "office-2", week: calendar.week, holidays: announced)
        #expect(journal.due(for: .red, at: journal.startedAt) == (try local("2027-02-05 17:30")))
        #expect(revised.endOfWorkingDay(1, after: journal.startedAt) == (try local("2027-02-08 17:30")))
        #expect(journal.policy.calendar.version == "office-1")
    }
}
