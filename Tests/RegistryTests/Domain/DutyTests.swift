import Kernel
import RegistryDomain
import Testing

@Suite("A duty")
struct DutyTests {
    static let grid = MemberTests.grid
    static let start = MemberTests.now

    static func hours(_ hours: Double) -> Duration { .seconds(hours * 3600) }

    static func onDuty(until: Timestamp) throws -> Member {
        try MemberTests.member(.checkIn(grid), .startDuty(area: grid, until: until))
    }

    @Test("a member signs in once at a time")
    func startsOnce() throws {
        let member = try Self.onDuty(until: Self.start + Self.hours(8))
        #expect(
            throws: MemberRejection.notAllowed(
                .startDuty, from: .onDuty, allowed: [.checkIn, .changeSkills, .changeAvailability, .endDuty])
        ) {
            try MemberTests.decide(.startDuty(area: Self.grid, until: Self.start + Self.hours(9)), member)
        }
    }

    @Test("signing in again to the duty that runs, and out of none, comes to nothing")
    func repeats() throws {
        let until = Self.start + Self.hours(8)
        let member = try Self.onDuty(until: until)
        #expect(try MemberTests.decide(.startDuty(area: Self.grid, until: until), member) == [])
        let late = until + Self.hours(0.1)
        #expect(try MemberTests.decide(.startDuty(area: Self.grid, until: until), member, at: late) == [])
        #expect(try MemberTests.decide(.endDuty, try MemberTests.member(.checkIn(Self.grid))) == [])
    }

    @Test("a shift ends after now and within a day")
    func refusesBadShifts() throws {
        let member = try MemberTests.member(.checkIn(Self.grid))
        let table: [(Duration, MemberRejection?)] = [
            (.zero, .shiftOver), (Self.hours(-1), .shiftOver), (Self.hours(24), nil),
            (Self.hours(24) + .microseconds(1), .shiftTooLong(limitHours: 24)),
        ]
        for (length, rejection) in table {
            let command = MemberCommand.startDuty(area: Self.grid, until: Self.start + length)
            if let rejection {
                #expect(throws: rejection) { try MemberTests.decide(command, member) }
            } else {
                #expect(try MemberTests.decide(command, member).count == 1)
            }
        }
    }

    @Test("a duty is served in the member's district")
    func refusesOtherDistrict() throws {
        let member = try MemberTests.member(.checkIn(Self.grid))
        let until = Self.start + Self.hours(1)
        #expect(throws: MemberRejection.outsideDistrict(MemberTests.area("330402"))) {
            try MemberTests.decide(.startDuty(area: MemberTests.area("330411001"), until: until), member)
        }
        #expect(
            try MemberTests.decide(.startDuty(area: MemberTests.area("330402008"), until: until), member).count == 1)
    }

    @Test(
        "full quarter hours count, up to half an hour after the shift and never more than a day",
        arguments: [
            (0.0, 8.0, 0), (0.249, 8.0, 0), (0.25, 8.0, 1), (2.6, 8.0, 10), (8.0, 8.0, 32), (8.4, 8.0, 33),
            (8.5, 8.0, 34), (20.0, 8.0, 34), (30.0, 24.0, 96),
        ])
    func countsQuarterHours(served: Double, shift: Double, expected: Int) throws {
        let member = try Self.onDuty(until: Self.start + Self.hours(shift))
        let events = try MemberTests.decide(.endDuty, member, at: Self.start + Self.hours(served))
        #expect(events == [.dutyEnded(quarterHours: expected)])
    }

    @Test("the clock signs out only a member who is past shift and grace, and only once")
    func endsOverdue() throws {
        var member = try Self.onDuty(until: Self.start + Self.hours(2))
        #expect(try MemberTests.decide(.endOverdueDuty, member, at: Self.start + Self.hours(2.49)) == [])
        let late = Self.start + Self.hours(9)
        let events = try MemberTests.decide(.endOverdueDuty, member, at: late)
        #expect(events == [.dutyEnded(quarterHours: 10)])
        for event in events { member.apply(event) }
        #expect(member.enrolment?.duty == nil)
        #expect(try MemberTests.decide(.endOverdueDuty, member, at: late) == [])
    }
}
