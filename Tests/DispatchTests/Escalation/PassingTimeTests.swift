import DispatchDomain
import Kernel
import Testing
import WorkingTime

@Suite("Clocks, lights and escalation")
struct PassingTimeTests {
    static let nobody: [Candidate] = []

    @Test(
        "resolution is due by the category, the same day, or at once",
        arguments: [
            // 5 working days later, end of business: Wednesday 25 November, 17:30
            (Urgency.general, CategoryLimit.workingDays(5), "2026-11-25T09:30:00Z"),
            // 5 working hours: 3 until noon, 2 from 13:30
            (.general, .workingHours(5), "2026-11-18T07:30:00Z"),
            // midnight in Shanghai
            (.urgent, .workingDays(5), "2026-11-18T16:00:00Z"),
            (.emergency, .workingDays(5), "2026-11-18T03:00:00Z"),
        ] as [(Urgency, CategoryLimit, String)])
    func resolution(_ urgency: Urgency, _ limit: CategoryLimit, _ due: String) throws {
        let fixture = WorkOrderFixture(terms(urgency: urgency, responsibility: Responsibility(limit: limit)))
        #expect(fixture.order.clock(.resolution)?.redAt == Timestamp(iso8601: due))
    }

    @Test("an urgent request late in the evening still has four hours")
    func evening() throws {
        let late = try #require(Timestamp(iso8601: "2026-11-18T15:00:00Z"))
        let fixture = WorkOrderFixture(terms(urgency: .urgent, registeredAt: late, issuedAt: late))
        #expect(fixture.order.clock(.resolution)?.redAt == late + minutes(240))
    }

    @Test("the kept moments are those that the journal gives")
    func kept() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        for clock in fixture.order.clocks where clock.isRunning {
            #expect(clock.journal.due(for: .yellow, at: wednesdayNine + minutes(2)) == clock.yellowAt)
            #expect(clock.journal.due(for: .red, at: wednesdayNine + minutes(2)) == clock.redAt)
        }
    }

    @Test("yellow at 80 % and red at 100 % are each published once")
    func lights() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine)
        #expect(fixture.passTime(to: wednesdayNine + minutes(12) - .microseconds(1)).isEmpty)
        #expect(fixture.passTime(to: wednesdayNine + minutes(12)).map(\.name) == ["arrival green→yellow"])
        #expect(fixture.passTime(to: wednesdayNine + minutes(12)).isEmpty)
        #expect(fixture.passTime(to: wednesdayNine + minutes(15)).map(\.name) == ["arrival yellow→red"])
        #expect(fixture.passTime(to: wednesdayNine + minutes(16)).isEmpty)
    }

    @Test("a timer that fires days late records both lights, once each, and the red stays")
    func late() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine)
        let events = fixture.passTime(to: wednesdayNine + .seconds(2 * 86_400))
        #expect(events.map(\.name) == ["arrival green→yellow", "arrival yellow→red"])
        let holder = try #require(fixture.order.holder)
        try fixture.at(wednesdayNine + .seconds(2 * 86_400), .arrive(by: holder))
        #expect(fixture.order.light == .red)
        #expect(fixture.order.clock(.arrival)?.isRunning == false)
    }

    @Test("a clock that was stopped in time turns no more")
    func stopped() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine)
        try fixture.finish(at: wednesdayNine + minutes(11))
        #expect(fixture.passTime(to: wednesdayNine + minutes(60)).isEmpty)
        #expect(fixture.order.light == .green)
    }

    @Test("reporting a result, reworking and assigning leave the resolution clock alone")
    func untouched() throws {
        var fixture = WorkOrderFixture()
        let due = fixture.order.clock(.resolution)
        try fixture.work(until: wednesdayNine + minutes(2))
        try fixture.at(wednesdayNine + minutes(3), .verify(.failed(.noEvidence), by: id(900)))
        try fixture.at(wednesdayNine + minutes(3), .assign(id(12), unitArea: city))
        #expect(fixture.order.clock(.resolution) == due)
    }

    @Test("an order that nobody passes the gates for goes up after 30 min, 2 h and 24 h")
    func unassigned() {
        var fixture = WorkOrderFixture(members: Self.nobody)
        var events: [String] = []
        for minute in [29, 30, 31, 119, 120, 24 * 60 - 1, 24 * 60, 25 * 60] {
            events += fixture.passTime(to: wednesdayNine + minutes(minute)).map { "\(minute): \($0.name)" }
        }
        #expect(
            events.filter { $0.contains("escalated") } == [
                "30: escalated to community for unassigned", "120: escalated to street for unassigned",
                "1440: escalated to district for unassigned",
            ])
        #expect(fixture.order.responsibleArea == area("330402"))
    }

    @Test("an order that waits changes at its next due moment, never later")
    func nextDue() {
        var fixture = WorkOrderFixture(members: Self.nobody)
        // Sign-in yellow at 24 min, red at 30 min, then the escalations, then the resolution's yellow.
        var seen: [Duration] = []
        while let due = fixture.order.nextDue(rules)?.at, seen.count < 5 {
            seen.append(due - wednesdayNine)
            fixture.passTime(to: due)
        }
        // 80 % of six days of seven hours is Tuesday 16:06.
        let tuesday = minutes(6 * 1_440 + 7 * 60 + 6)
        #expect(seen == [minutes(24), minutes(30), minutes(120), minutes(1_440), tuesday])
    }

    @Test("a widened area finds members who were out of reach, in a new pass of waves")
    func widened() {
        var fixture = WorkOrderFixture(members: [member(1, in: otherStreet)])
        fixture.passTime(to: wednesdayNine + minutes(30))
        fixture.passTime(to: wednesdayNine + minutes(120))
        #expect(fixture.order.state == .unassigned)
        let events = fixture.passTime(to: wednesdayNine + minutes(1_440))
        #expect(events.suffix(2).map(\.name) == ["escalated to district for unassigned", "offered"])
        #expect(fixture.order.openOffers.map(\.member) == [id(1)])
    }

    @Test("waves that run out send an order up at once when its half hour is over")
    func noTaker() {
        var fixture = WorkOrderFixture(members: (1...3).map { member($0) } + [member(7, in: otherCommunity)])
        fixture.passTime(to: wednesdayNine + minutes(5))
        #expect(fixture.order.openOffers.map(\.member) == [id(7)])
        let events = fixture.passTime(to: wednesdayNine + minutes(40)).map(\.name)
        #expect(events.contains("escalated to community for no_taker"))
        // In the new pass those who stayed silent are asked again; those who declined would not be.
        #expect(events.last == "offered")
        #expect(fixture.order.openOffers.count == 3)
    }

    @Test("a timer that comes a week late records every step in order, and none twice")
    func aWeekLate() {
        var fixture = WorkOrderFixture(members: Self.nobody)
        let first = fixture.passTime(to: wednesdayNine + .seconds(7 * 86_400 + 14 * 3_600)).map(\.name)
        #expect(
            first == [
                "sign_in green→yellow", "sign_in yellow→red", "resolution green→yellow", "resolution yellow→red",
                "escalated to community for red_light", "escalated to street for unassigned",
                "escalated to district for unassigned",
            ])
        #expect(fixture.passTime(to: wednesdayNine + .seconds(30 * 86_400)).isEmpty)
    }

    @Test("a red resolution clock sends the order up, and once more a working day later")
    func red() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine)
        let redAt = try #require(fixture.order.clock(.resolution)?.redAt)
        #expect(
            fixture.passTime(to: redAt).map(\.name).suffix(2) == [
                "resolution yellow→red", "escalated to community for red_light",
            ])
        #expect(fixture.order.state == .accepted)
        // Wednesday 17:30 plus one working day of seven hours is Thursday 17:30.
        #expect(fixture.order.nextDue(rules)?.at == redAt + .seconds(86_400))
        #expect(fixture.passTime(to: redAt + .seconds(86_400)).map(\.name) == ["escalated to street for red_light"])
        #expect(fixture.passTime(to: redAt + .seconds(30 * 86_400)).isEmpty)
        #expect(fixture.order.nextDue(rules) == nil)
    }

    @Test("time that passes twice records nothing the second time", arguments: 0..<30 as Range<UInt64>)
    func once(_ seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var fixture = WorkOrderFixture(members: (1...UInt64.random(in: 1...30, using: &generator)).map { member($0) })
        var now = wednesdayNine
        for _ in 0..<40 {
            now += .seconds(Int.random(in: 1...20_000, using: &generator))
            let due = fixture.order.nextDue(rules)?.at
            let events = fixture.passTime(to: now)
            // Nothing is published before it is due, and afterwards nothing that was due is left.
            if let due, due > now { #expect(events.isEmpty || fixture.order.state == .offering) }
            #expect(fixture.order.nextDue(rules).map { $0.at > now } ?? true)
            #expect(fixture.passTime(to: now).isEmpty)
        }
        let lights = fixture.events.filter { if case .lightChanged = $0 { true } else { false } }
        #expect(Set(lights).count == lights.count)
    }
}
