import City
import Kernel
import RegistryDomain
import Testing

@Suite("A member")
struct MemberTests {
    static let grid = area("330402007001001")
    static let neighbour = area("330402007001002")
    static let community = area("330402007001")
    static let now = Timestamp(microseconds: 1_795_000_000_000_000)

    static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("a test's area code is wrong") }
        return code
    }

    static func skills(_ codes: String...) -> SkillSet {
        SkillSet(codes.compactMap { SkillCode($0) }) ?? .none
    }

    static func registration(
        home: AreaCode = grid, organisation: OrganisationID? = nil, skills: SkillSet = .none
    ) throws -> MemberRegistration {
        MemberRegistration(
            number: try #require(MemberNumber("D-001")), home: home, organisation: organisation, skills: skills)
    }

    /// A member who has lived through the commands.
    static func member(_ commands: MemberCommand..., home: AreaCode = grid) throws -> Member {
        let event = try #require(try Member.decide(try registration(home: home), existing: nil))
        var member = try #require(Member.applying(event, to: nil))
        for command in commands {
            for event in try Member.decide(command, member, now: now, policy: DutyPolicy()) { member.apply(event) }
        }
        return member
    }

    static func decide(_ command: MemberCommand, _ member: Member, at moment: Timestamp = now) throws -> [MemberEvent] {
        try Member.decide(command, member, now: moment, policy: DutyPolicy())
    }

    @Test("the first line of a list registers a member at version 1, not checked in")
    func registers() throws {
        let member = try Self.member()
        #expect(member.version == Version(value: 1))
        #expect(member.standing == .registered)
        #expect(member.area == Self.grid)
    }

    @Test("the same line again says nothing new")
    func repeats() throws {
        let member = try Self.member()
        #expect(try Member.decide(try Self.registration(), existing: member) == nil)
    }

    @Test("a new home before the check-in is a correction that registers the member again")
    func correctsHome() throws {
        let corrected = try Self.registration(home: Self.neighbour)
        let member = try Self.member()
        #expect(try Member.decide(corrected, existing: member) == .registered(corrected))
        let after = try #require(Member.applying(.registered(corrected), to: member))
        #expect(after.home == Self.neighbour)
        #expect(after.version == Version(value: 2))
    }

    @Test("a new home or organisation after the check-in is a transfer, which a list cannot do")
    func refusesTransfer() throws {
        let member = try Self.member(.checkIn(Self.grid))
        let organisation = OrganisationID(high: 1, low: 2)
        for line in [try Self.registration(home: Self.neighbour), try Self.registration(organisation: organisation)] {
            #expect(throws: MemberRejection.transferNeeded) { try Member.decide(line, existing: member) }
        }
    }

    @Test("a list changes the skills of a checked-in member")
    func listChangesSkills() throws {
        let member = try Self.member(.checkIn(Self.grid))
        let line = try Self.registration(skills: Self.skills("medic"))
        #expect(try Member.decide(line, existing: member) == .skillsChanged(Self.skills("medic")))
    }

    @Test("a home is a grid or a community", arguments: ["3304", "330402", "330402007"])
    func refusesLargeHome(code: String) throws {
        #expect(throws: MemberRejection.homeTooLarge) {
            try Member.decide(try Self.registration(home: Self.area(code)), existing: nil)
        }
    }

    @Test("a check-in makes a member available in that grid")
    func checksIn() throws {
        let member = try Self.member(.checkIn(Self.neighbour))
        #expect(member.enrolment == Member.Enrolment(grid: Self.neighbour, availability: .available, duty: nil))
        #expect(member.area == Self.neighbour)
        #expect(member.home == Self.grid)
    }

    @Test("checking in to the same grid again changes nothing, to another one of the community moves")
    func checksInAgain() throws {
        let member = try Self.member(.checkIn(Self.grid), .changeAvailability(.busy))
        #expect(try Self.decide(.checkIn(Self.grid), member) == [])
        var moved = member
        for event in try Self.decide(.checkIn(Self.neighbour), member) { moved.apply(event) }
        #expect(moved.enrolment?.grid == Self.neighbour)
        #expect(moved.enrolment?.availability == .busy)
    }

    @Test("a member who lives in a community checks in to any of its grids")
    func checksInFromCommunity() throws {
        let member = try Self.member(.checkIn(Self.neighbour), home: Self.community)
        #expect(member.area == Self.neighbour)
    }

    @Test("a member does not check in to another community")
    func refusesOtherCommunity() throws {
        let member = try Self.member()
        #expect(throws: MemberRejection.outsideHomeCommunity(Self.community)) {
            try Self.decide(.checkIn(Self.area("330402007002001")), member)
        }
    }

    @Test("a member checks in to a grid and nothing larger", arguments: ["330402007001", "330402007", "330402"])
    func refusesLargeCheckIn(code: String) throws {
        let member = try Self.member()
        #expect(throws: MemberRejection.notAGrid) { try Self.decide(.checkIn(Self.area(code)), member) }
    }

    static let fromRegistered: [MemberAction] = [.checkIn, .changeSkills]

    @Test(
        "before the check-in there is no availability and no duty, and the refusal says what there is",
        arguments: [
            (MemberCommand.changeAvailability(.busy), MemberAction.changeAvailability),
            (.startDuty(area: grid, until: now + .seconds(60)), .startDuty), (.endDuty, .endDuty),
        ])
    func refusesBeforeCheckIn(command: MemberCommand, action: MemberAction) throws {
        let member = try Self.member()
        #expect(throws: MemberRejection.notAllowed(action, from: .registered, allowed: Self.fromRegistered)) {
            try Self.decide(command, member)
        }
    }

    @Test("what is asked for already comes to nothing")
    func repeatsChanges() throws {
        let member = try Self.member(
            .checkIn(Self.grid), .changeSkills(Self.skills("medic")), .changeAvailability(.busy))
        #expect(member.version == Version(value: 4))
        #expect(try Self.decide(.changeSkills(Self.skills("medic")), member) == [])
        #expect(try Self.decide(.changeAvailability(.busy), member) == [])
    }

    @Test("an exempt member does not go on duty, and may come back")
    func exemptNotOnDuty() throws {
        let member = try Self.member(.checkIn(Self.grid), .changeAvailability(.exempt))
        #expect(
            throws: MemberRejection.notAllowed(
                .startDuty, from: .exempt, allowed: [.checkIn, .changeSkills, .changeAvailability])
        ) {
            try Self.decide(.startDuty(area: Self.grid, until: Self.now + .seconds(60)), member)
        }
        #expect(try Self.decide(.changeAvailability(.available), member) == [.availabilityChanged(.available)])
    }
}
