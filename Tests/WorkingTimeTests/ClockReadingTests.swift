import Kernel
import Testing
import WorkingTime

@Suite struct ClockReadingTests {
    @Test("a light changes at exactly 80 and 100 % of the allowed time")
    func boundaries() throws {
        // Four working hours from nine: 192 minutes end at 13:42, 240 at 14:30.
        let journal = try ClockJournal(
            policy: officePolicy(), limit: .workingTime(.hours(4)), at: local("2026-11-16 09:00"))
        let yellow = try local("2026-11-16 13:42")
        let red = try local("2026-11-16 14:30")
        #expect(journal.due(for: .green, at: yellow) == journal.startedAt)
        #expect(journal.due(for: .yellow, at: journal.startedAt) == yellow)
        #expect(journal.due(for: .red, at: journal.startedAt) == red)
        #expect(journal.light(at: journal.startedAt) == .green)
        #expect(journal.light(at: yellow - .microseconds(1)) == .green)
        #expect(journal.light(at: yellow) == .yellow)
        #expect(journal.light(at: red - .microseconds(1)) == .yellow)
        #expect(journal.light(at: red) == .red)
        #expect(journal.light(at: red + .seconds(86_400 * 30)) == .red)
        #expect(journal.light(at: try local("2026-11-16 08:00")) == .green)
        #expect(journal.elapsed(at: yellow) == .minutes(192))
        #expect(journal.remaining(at: try local("2026-11-16 15:30")) == .hours(-1))
    }

    @Test(
        "the obligations of the table of limits fall due when it says",
        arguments: [
            // Sign-in: one working day; one hour when whistled for, day and night.
            ("1wd", false, "2026-11-20 16:00", "2026-11-23 17:30"),
            ("1h", true, "2026-11-20 23:30", "2026-11-21 00:30"),
            // Arrival, and the answers back to the centre.
            ("15min", true, "2026-11-21 23:50", "2026-11-22 00:05"),
            ("10min", true, "2026-02-17 12:00", "2026-02-17 12:10"),
            ("20min", false, "2026-11-20 17:20", "2026-11-23 09:10"),
            // Enquiry, help, complaint.
            ("3wd", false, "2026-09-18 10:00", "2026-09-22 17:30"),
            ("5wd", false, "2026-09-28 10:00", "2026-10-10 17:30"),
            ("13wd", false, "2026-09-18 10:00", "2026-10-13 17:30"),
            // Urgent: the same day.
            ("0wd", true, "2026-11-21 10:00", "2026-11-22 00:00"),
            // First contact within 24 hours; litter within four hours of work, road dirt within five.
            ("24h", true, "2024-02-28 12:00", "2024-02-29 12:00"),
            ("4h", false, "2026-02-14 15:30", "2026-02-24 11:00"),
            ("5h", false, "2026-11-16 09:00", "2026-11-16 15:30"),
        ])
    func table(limit: String, isUrgent: Bool, start: String, red: String) throws {
        let policy = isUrgent ? urgentPolicy : try officePolicy()
        let journal = try ClockJournal(policy: policy, limit: #require(TimeLimit(limit)), at: local(start))
        #expect(journal.due(for: .red, at: journal.startedAt) == (try local(red)))
        #expect(journal.light(at: try local(red)) == .red)
        #expect(journal.light(at: try local(red) - .microseconds(1)) == .yellow)
    }

    @Test("a pause across a night costs nothing of the allowed time")
    func pauseAcrossNight() throws {
        var journal = try ClockJournal(
            policy: officePolicy(), limit: .workingTime(.hours(4)), at: local("2026-11-16 09:00"))
        try journal.record(.pause(cause: .citizenUnreachable, by: zhang, approvedBy: li), at: local("2026-11-16 11:00"))
        let night = try local("2026-11-17 03:00")
        #expect(journal.elapsed(at: night) == .hours(2))
        #expect(journal.due(for: .red, at: night) == nil)
        #expect(journal.due(for: .yellow, at: night) == nil)
        #expect(journal.light(at: night + .seconds(86_400 * 365)) == .green)
        try journal.record(.resume(by: zhang), at: local("2026-11-17 10:00"))
        #expect(journal.due(for: .yellow, at: night) == nil)
        #expect(journal.due(for: .yellow, at: try local("2026-11-17 10:00")) == (try local("2026-11-17 11:12")))
        #expect(journal.due(for: .red, at: try local("2026-11-17 10:00")) == (try local("2026-11-17 12:00")))
        #expect(journal.elapsed(at: try local("2026-11-17 11:00")) == .hours(3))
    }

    @Test("a pause by night, when nobody works, changes no deadline")
    func pauseOutsideHours() throws {
        var journal = try ClockJournal(policy: officePolicy(), limit: .workingDays(1), at: local("2026-11-19 15:00"))
        let before = journal.due(for: .red, at: journal.startedAt)
        try journal.record(.pause(cause: .thirdParty, by: zhang, approvedBy: li), at: local("2026-11-19 18:00"))
        try journal.record(.resume(by: zhang), at: local("2026-11-20 08:00"))
        #expect(journal.due(for: .red, at: try local("2026-11-20 08:00")) == before)
    }

    @Test("a light reached before a pause was reached when it was")
    func reachedBeforePause() throws {
        var journal = try ClockJournal(
            policy: urgentPolicy, limit: .workingTime(.minutes(10)), at: local("2026-11-21 10:00"))
        try journal.record(.pause(cause: .emergency, by: zhang, approvedBy: li), at: local("2026-11-21 10:09"))
        let later = try local("2026-11-21 12:00")
        #expect(journal.due(for: .yellow, at: later) == (try local("2026-11-21 10:08")))
        #expect(journal.light(at: later) == .yellow)
        #expect(journal.due(for: .red, at: later) == nil)
    }

    @Test("an extension moves both deadlines, by time or by working days")
    func extensions() throws {
        let start = try local("2026-11-16 09:00")
        var hours = try ClockJournal(policy: officePolicy(), limit: .workingTime(.hours(4)), at: start)
        try hours.record(.extend(.workingTime(.hours(2)), by: zhang, approvedBy: li), at: start)
        #expect(hours.allowed(at: start) == .hours(6))
        #expect(hours.due(for: .yellow, at: start) == (try local("2026-11-16 15:18")))
        #expect(hours.due(for: .red, at: start) == (try local("2026-11-16 16:30")))
        var days = try ClockJournal(policy: officePolicy(), limit: .workingDays(3), at: try local("2026-11-18 15:00"))
        #expect(days.allowed(at: days.startedAt) == .minutes(150 + 3 * 420))
        try days.record(.extend(.workingDays(2), by: zhang, approvedBy: li), at: try local("2026-11-19 15:00"))
        #expect(days.due(for: .red, at: try local("2026-11-19 15:00")) == (try local("2026-11-25 17:30")))
        // Before it was granted nobody knew of it.
        #expect(days.due(for: .red, at: try local("2026-11-19 14:59")) == (try local("2026-11-23 17:30")))
    }

    @Test("an extension turns yellow back to green where it makes room enough")
    func extensionClearsYellow() throws {
        var journal = try ClockJournal(
            policy: urgentPolicy, limit: .workingTime(.minutes(10)), at: local("2026-11-21 10:00"))
        let nine = try local("2026-11-21 10:09")
        #expect(journal.light(at: nine) == .yellow)
        try journal.record(.extend(.workingTime(.minutes(10)), by: zhang, approvedBy: li), at: nine)
        #expect(journal.light(at: nine) == .green)
        #expect(journal.light(at: nine - .microseconds(1)) == .yellow)
    }

    @Test("a stopped clock keeps its last reading")
    func stopped() throws {
        var journal = try ClockJournal(
            policy: urgentPolicy, limit: .workingTime(.minutes(10)), at: local("2026-11-21 10:00"))
        try journal.record(.stop, at: local("2026-11-21 10:09"))
        let later = try local("2026-12-01 10:00")
        #expect(journal.light(at: later) == .yellow)
        #expect(journal.elapsed(at: later) == .minutes(9))
        #expect(journal.due(for: .red, at: later) == nil)
        #expect(journal.due(for: .yellow, at: later) == (try local("2026-11-21 10:08")))
    }

    @Test("a clock stopped in the moment its time ran out is red")
    func stoppedAtLimit() throws {
        var journal = try ClockJournal(
            policy: urgentPolicy, limit: .workingTime(.minutes(10)), at: local("2026-11-21 10:00"))
        try journal.record(.stop, at: local("2026-11-21 10:10"))
        #expect(journal.light(at: try local("2026-11-21 10:10")) == .red)
    }

    @Test("a hundred short pauses lose not a microsecond to rounding")
    func rounding() throws {
        var journal = try ClockJournal(policy: urgentPolicy, limit: .workingTime(.seconds(1)), at: Timestamp.zero)
        var now = Timestamp.zero
        for _ in 0..<100 {
            now += .microseconds(1_999)
            try journal.record(.pause(cause: .season, by: zhang, approvedBy: li), at: now)
            now += .seconds(1)
            try journal.record(.resume(by: zhang), at: now)
        }
        #expect(journal.elapsed(at: now) == WorkingDuration(milliseconds: 199))
        #expect(journal.due(for: .red, at: now) == now + .microseconds(1_000_000 - 199_900))
    }
}
