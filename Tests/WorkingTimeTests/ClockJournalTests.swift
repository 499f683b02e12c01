import Kernel
import Testing
import WorkingTime

@Suite struct ClockJournalTests {
    private static let pause = ClockAction.pause(cause: .season, by: zhang, approvedBy: li)
    private static let resume = ClockAction.resume(by: zhang)
    private static let extend = ClockAction.extend(.workingTime(.minutes(5)), by: zhang, approvedBy: li)
    private static let start = ClockAction.start(policy: urgentPolicy, limit: .workingTime(.hours(1)))
    private static let recalibrate = ClockAction.recalibrate(policy: urgentPolicy, limit: .workingDays(1))

    private func started() throws -> ClockJournal {
        try ClockJournal(policy: urgentPolicy, limit: .workingTime(.hours(1)), at: .zero)
    }

    @Test(
        "an entry that contradicts the journal is refused with its reason, and changes nothing",
        arguments: [
            ([start], .alreadyStarted), ([resume], .notPaused), ([pause, pause], .alreadyPaused),
            ([pause, resume, resume], .notPaused),
            ([.stop, .stop], .alreadyStopped), ([.stop, pause], .alreadyStopped), ([.stop, resume], .alreadyStopped),
            ([.stop, extend], .alreadyStopped), ([.stop, recalibrate], .alreadyStopped),
            ([.stop, start], .alreadyStopped),
            ([.pause(cause: .lawsuit, by: li, approvedBy: li)], .approverIsRequester),
            ([.extend(.workingDays(1), by: li, approvedBy: li)], .approverIsRequester),
            ([extend, extend], .extensionsUsedUp(greatest: 1)),
            ([.extend(.workingDays(0), by: zhang, approvedBy: li)], .unusableLimit),
            ([.extend(.workingTime(.zero), by: zhang, approvedBy: li)], .unusableLimit),
            ([.extend(.workingTime(.hours(-1)), by: zhang, approvedBy: li)], .unusableLimit),
            ([.recalibrate(policy: urgentPolicy, limit: .workingDays(-1))], .unusableLimit),
            ([.recalibrate(policy: urgentPolicy, limit: .workingTime(.zero))], .unusableLimit),
        ] as [([ClockAction], ClockRejection)])
    func refused(actions: [ClockAction], reason: ClockRejection) throws {
        var journal = try started()
        for action in actions.dropLast() { try journal.record(action, at: .zero) }
        let before = journal
        let last = try #require(actions.last)
        #expect(throws: reason) { try journal.record(last, at: .zero) }
        #expect(journal == before)
        let entries = journal.entries + [ClockEntry(last, at: .zero)]
        #expect(throws: reason) { try ClockJournal(replaying: entries) }
    }

    @Test("a journal begins with a start that leaves some time")
    func beginning() {
        #expect(throws: ClockRejection.notStarted) { try ClockJournal(replaying: []) }
        #expect(throws: ClockRejection.notStarted) { try ClockJournal(replaying: [ClockEntry(.stop, at: .zero)]) }
        for limit in [
            TimeLimit.workingTime(.zero), .workingTime(.minutes(-1)), .workingDays(-1), .workingDays(.max),
            .workingTime(WorkingDuration(milliseconds: .max)),
        ] {
            #expect(throws: ClockRejection.unusableLimit) {
                try ClockJournal(policy: urgentPolicy, limit: limit, at: .zero)
            }
        }
    }

    @Test("entries stand in the order of their times; two may share one")
    func order() throws {
        var journal = try started()
        try journal.record(Self.pause, at: Timestamp(microseconds: 10))
        #expect(throws: ClockRejection.outOfOrder(last: Timestamp(microseconds: 10))) {
            try journal.record(Self.resume, at: Timestamp(microseconds: 9))
        }
        try journal.record(Self.resume, at: Timestamp(microseconds: 10))
        #expect(journal.state == .running)
    }

    @Test("an extension comes before the limit or not at all")
    func extensionAfterLimit() throws {
        var journal = try started()
        #expect(throws: ClockRejection.limitReached) { try journal.record(Self.extend, at: .zero + .seconds(3_600)) }
        try journal.record(Self.extend, at: .zero + .seconds(3_600) - .microseconds(1))
        #expect(journal.light(at: .zero + .seconds(3_600)) == .yellow)
    }

    @Test("the rules say how often a limit may be extended")
    func extensionCount() throws {
        let never = ClockPolicy(version: "0", calendar: .roundTheClock, greatestExtensions: 0)
        var journal = try ClockJournal(policy: never, limit: .workingDays(1), at: .zero)
        #expect(throws: ClockRejection.extensionsUsedUp(greatest: 0)) { try journal.record(Self.extend, at: .zero) }
        let twice = ClockPolicy(version: "2", calendar: .roundTheClock, greatestExtensions: 2)
        try journal.record(.recalibrate(policy: twice, limit: .workingDays(1)), at: .zero)
        try journal.record(Self.extend, at: .zero)
        try journal.record(Self.extend, at: .zero)
        #expect(throws: ClockRejection.extensionsUsedUp(greatest: 2)) { try journal.record(Self.extend, at: .zero) }
    }

    @Test("the state follows the entries")
    func states() throws {
        var journal = try started()
        #expect(journal.state == .running)
        try journal.record(Self.pause, at: .zero)
        #expect(journal.state == .paused(.season))
        try journal.record(Self.recalibrate, at: .zero)
        #expect(journal.state == .paused(.season))
        try journal.record(.stop, at: .zero)
        #expect(journal.state == .stopped)
        #expect(journal.entries.count == 4)
    }

    @Test(
        "a limit is read and written as rules have it",
        arguments: [
            ("3wd", TimeLimit.workingDays(3), "3wd"), ("0wd", .workingDays(0), "0wd"),
            ("4h", .workingTime(.hours(4)), "4h"),
            ("90min", .workingTime(.minutes(90)), "90min"), ("60min", .workingTime(.hours(1)), "1h"),
            ("15s", .workingTime(.seconds(15)), "15s"),
            ("1500ms", .workingTime(WorkingDuration(milliseconds: 1_500)), "1500ms"),
        ])
    func limitText(text: String, limit: TimeLimit, canonical: String) throws {
        #expect(TimeLimit(text) == limit)
        #expect(limit.description == canonical)
        #expect(TimeLimit(limit.description) == limit)
    }

    @Test(
        "what is no limit is refused",
        arguments: ["", "3", "wd", "-1wd", "3 wd", "3d", "3WD", "１wd", "99999999999999999999h", "2000000000001h"])
    func notALimit(text: String) {
        #expect(TimeLimit(text) == nil)
    }

    /// A journal of random entries, illegal ones left out.
    private func random(_ generator: inout SplitMix64) throws -> ClockJournal {
        let policies = [urgentPolicy, try officePolicy(greatestExtensions: 3)]
        let limits = [TimeLimit.workingTime(.hours(5)), .workingDays(2), .workingTime(.minutes(30)), .workingDays(0)]
        func policy() -> ClockPolicy { policies.randomElement(using: &generator) ?? urgentPolicy }
        func limit() -> TimeLimit { limits.randomElement(using: &generator) ?? .workingDays(1) }
        var now = try local("2026-02-11 00:00") + .seconds(Int.random(in: 0...500_000, using: &generator))
        var journal = try ClockJournal(policy: policy(), limit: limit(), at: now)
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            now += .milliseconds(Int.random(in: 0...60_000_000, using: &generator))
            let actions: [ClockAction] = [
                Self.pause, Self.resume, Self.resume, Self.extend, .recalibrate(policy: policy(), limit: limit()),
                .stop,
            ]
            try? journal.record(actions.randomElement(using: &generator) ?? .stop, at: now)
        }
        return journal
    }

    @Test("a reading of the past does not depend on what came later", arguments: 0..<8)
    func past(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<25 {
            let journal = try random(&generator)
            #expect(try ClockJournal(replaying: journal.entries) == journal)
            for count in 1...journal.entries.count {
                let known = try ClockJournal(replaying: journal.entries.prefix(count))
                let until =
                    count < journal.entries.count
                    ? journal.entries[count].at - .microseconds(1) : known.startedAt + .seconds(900_000)
                guard until >= known.entries[count - 1].at else { continue }
                #expect(known.light(at: until) == journal.light(at: until))
                #expect(known.elapsed(at: until) == journal.elapsed(at: until))
                for light in Light.allCases {
                    #expect(known.due(for: light, at: until) == journal.due(for: light, at: until))
                }
            }
        }
    }

    @Test("a light comes when it is due, not before, and red never goes", arguments: 0..<8)
    func lightsAreDue(seed: Int) throws {
        var generator = SplitMix64(seed: 500 + UInt64(seed))
        for _ in 0..<25 {
            let journal = try random(&generator)
            let last = journal.entries[journal.entries.count - 1].at
            if let red = journal.due(for: .red, at: last) {
                #expect(journal.light(at: red) == .red)
                #expect(journal.light(at: red - .microseconds(1)) != .red)
                for hours in [1, 30, 300] { #expect(journal.light(at: red + .seconds(3_600 * hours)) == .red) }
            } else {
                #expect(journal.light(at: last + .seconds(86_400 * 365)) != .red)
            }
            if let yellow = journal.due(for: .yellow, at: last), yellow > last {
                #expect(journal.light(at: yellow) >= .yellow)
                if journal.light(at: last) == .green { #expect(journal.light(at: yellow - .microseconds(1)) == .green) }
            }
            // By integers alone: yellow from 80 in a hundred parts, red from all of them, if no rules changed.
            guard !journal.entries.contains(where: { if case .recalibrate = $0.action { true } else { false } }) else {
                continue
            }
            for _ in 0..<20 {
                let now = last + .milliseconds(Int.random(in: 0...100_000_000, using: &generator))
                let (elapsed, allowed) = (journal.elapsed(at: now).milliseconds, journal.allowed(at: now).milliseconds)
                let expected: Light = elapsed >= allowed ? .red : elapsed * 100 >= allowed * 80 ? .yellow : .green
                #expect(journal.light(at: now) == expected)
            }
        }
    }
}
