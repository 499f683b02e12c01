import City
import Kernel
import Messaging
import PersonalData
import RegistryApplication
import RegistryContract
import RegistryDomain
import Testing

@Suite("The ports of Registry, in tables and in memory")
struct PortTests {
    private let city = CSVFileTests.city
    private let district = AccessScope(area: MemberTests.area("330402"))
    private let foreign = AccessScope(area: MemberTests.area("330411"))
    private let now = MemberTests.now
    private let grid = MemberTests.grid

    private func id(_ number: String) throws -> MemberID {
        RegistryIdentifiers.member(try #require(MemberNumber(number)))
    }

    @Test("a member comes back as it was stored, through every state", arguments: RegistryPorts.Backend.allCases)
    func roundTrip(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            let change = ChangeMember(store: ports.members)
            let id = try id("D-001")
            let commands: [MemberCommand] = [
                .checkIn(grid), .changeSkills(MemberTests.skills("nurse", "driver")), .changeAvailability(.busy),
                .startDuty(area: grid, until: now + .seconds(3_600)), .endDuty,
            ]
            for command in commands {
                let returned = try await change(command, of: id, scope: city, now: now)
                #expect(try await ports.members.member(id, scope: city) == returned)
            }
            let last = try #require(try await ports.members.member(id, scope: city)).member
            #expect(last.version == Version(value: 6))
            #expect(last.organisation != nil && last.home == grid)
            #expect(
                try await ports.published().suffix(5) == [
                    "registry.member.checked_in", "registry.member.skills_changed",
                    "registry.member.availability_changed", "registry.member.duty_started",
                    "registry.member.duty_ended",
                ])
        }
    }

    @Test(
        "areas come back as they were stored, corners to the last digit, by code in pages",
        arguments: RegistryPorts.Backend.allCases)
    func areas(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            let boundary = "30.1 120.123456789012345;30.2 120.3;30.30000000000001 121"
            let text = "code,name,boundary\n330402007001003,网格四,\(boundary)\n"
            _ = try await ImportAreas(store: ports.areas)(Array(text.utf8), scope: city, now: now)
            let parent = MemberTests.area("330402007001")
            let read = ReadAreas(store: ports.areas)
            let all = try await read(below: parent, after: nil, limit: 10, scope: city)
            #expect(all.map(\.code.text) == ["330402007001001", "330402007001002", "330402007001003"])
            #expect(all.last?.boundary?.ring.first?.longitude == 120.123456789012345)
            let page = try await read(below: parent, after: nil, limit: 2, scope: city)
            let rest = try await read(below: parent, after: page.last?.code, limit: 2, scope: city)
            #expect(page + rest == all)
            #expect(try await read(below: parent, after: nil, limit: 10, scope: foreign).isEmpty)
        }
    }

    @Test("what is imported or asked for again changes nothing", arguments: RegistryPorts.Backend.allCases)
    func idempotent(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            #expect(try await ports.importMembers() == ImportReport(created: 3))
            let change = ChangeMember(store: ports.members)
            let before = try await change(
                .checkIn(grid), of: try id("D-001"), expected: Version(value: 1), scope: city, now: now)
            let published = try await ports.published()
            #expect(published.count == 12, "six areas, two organisations, three members and a check-in")
            #expect(try await ports.importMembers() == ImportReport(unchanged: 3))
            let again = try await change(
                .checkIn(grid), of: try id("D-001"), expected: Version(value: 1), scope: city, now: now)
            #expect(again == before)
            #expect(try await ports.published() == published)
        }
    }

    @Test("what a refused command decided is not kept", arguments: RegistryPorts.Backend.allCases)
    func refused(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            let before = try await ports.members.member(try id("D-001"), scope: city)
            let published = try await ports.published()
            let change = ChangeMember(store: ports.members)
            await #expect(throws: MemberFailure.stale(current: Version(value: 1))) {
                try await change(
                    .changeSkills(.none), of: try id("D-001"), expected: Version(value: 2), scope: city, now: now)
            }
            await #expect(throws: MemberFailure.unknownArea) {
                try await change(
                    .checkIn(MemberTests.area("330402007001009")), of: try id("D-001"), scope: city, now: now)
            }
            await #expect(throws: MemberRejection.self) {
                try await change(.endDuty, of: try id("D-001"), scope: city, now: now)
            }
            #expect(try await ports.members.member(try id("D-001"), scope: city) == before)
            #expect(try await ports.published() == published)
        }
    }

    @Test(
        "a member that another process made meanwhile is a conflict, and nothing of the decision is saved",
        arguments: RegistryPorts.Backend.allCases)
    func conflict(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            let published = try await ports.published()
            let known = try #require(try await ports.members.member(try id("D-001"), scope: city))
            let fresh = try newcomer("D-100")
            await #expect(throws: StoreConflict.self) {
                try await ports.members.update(MemberKeys(members: []), scope: city) { _ in
                    StoreUpdate(created: [fresh, known], events: [registration(of: fresh)], result: ())
                }
            }
            #expect(try await ports.members.member(fresh.member.id, scope: city) == nil)
            #expect(try await ports.published() == published)
            try await ports.members.update(MemberKeys(members: []), scope: city) { _ in
                StoreUpdate(created: [fresh], events: [registration(of: fresh)], result: ())
            }
            #expect(try await ports.members.member(fresh.member.id, scope: city) == fresh)
            #expect(try await ports.published() == published + ["registry.member.registered"])
        }
    }

    @Test(
        "a member whom the decision did not get is not written over, and nothing else of it is saved",
        arguments: RegistryPorts.Backend.allCases)
    func unread(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            let known = try #require(try await ports.members.member(try id("D-001"), scope: city))
            let fresh = try newcomer("D-100")
            for (keys, scope) in [([], city), ([known.member.id], foreign)] {
                await #expect(throws: (any Error).self) {
                    try await ports.members.update(MemberKeys(members: keys), scope: scope) { facts in
                        #expect(facts.members.isEmpty && facts.taken == Set(keys))
                        return StoreUpdate(created: [fresh], changed: [known], result: ())
                    }
                }
            }
            #expect(try await ports.members.member(fresh.member.id, scope: city) == nil)
        }
    }

    @Test("members are seen and changed in their area alone", arguments: RegistryPorts.Backend.allCases)
    func scope(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            #expect(try await ports.members.member(try id("D-001"), scope: district) != nil)
            #expect(try await ports.members.member(try id("D-003"), scope: district) == nil)
            let page = try await ports.members.members(MemberQuery(area: city.area, limit: 10), scope: district)
            #expect(page.map(\.member.number.text).sorted() == ["D-001", "D-002"])
            await #expect(throws: MemberFailure.notFound) {
                try await ChangeMember(store: ports.members)(
                    .checkIn(grid), of: try id("D-001"), scope: foreign, now: now)
            }
        }
    }

    @Test(
        "a district's import neither changes nor reveals another district's member or organisation",
        arguments: RegistryPorts.Backend.allCases)
    func importStaysInScope(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers()
            let taken = try await ports.importMembers(
                ImportTests.header + "D-003,王,13812345678,330402007001,,\nD-9,王,13812345678,330402007001,U2,\n",
                scope: district)
            #expect(taken.rejected.map(\.fault) == [.unavailable])
            #expect(taken.created == 1, "an employer in another district is known")
            let unit = try await ImportOrganisations(store: ports.organisations)(
                Array("code,name,kind,area\nU2,改名,employer,330402\n".utf8), scope: district, now: now)
            #expect(unit.rejected.map(\.fault) == [.unavailable])
        }
    }

    @Test(
        "pages follow one another without gap or repetition, and a skill picks those who have it",
        arguments: RegistryPorts.Backend.allCases)
    func pages(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            let rows = (0..<25).map {
                "D-\($0),王,13812345678,330402007001\($0 % 2 == 0 ? "001" : "002"),,\($0 % 5 == 0 ? "medic" : "")"
            }
            try await ports.importMembers(ImportTests.header + rows.joined(separator: "\n"))
            let read = ReadMembers(store: ports.members, sealer: PlainSealer())
            var query = MemberQuery(area: district.area, limit: 10)
            var seen: [MemberCursor] = []
            var sizes: [Int] = []
            repeat {
                let page = try await read.list(query, scope: city)
                seen += page.map { MemberCursor(area: $0.member.area, id: $0.member.id) }
                sizes.append(page.count)
                query.after = page.isEmpty ? nil : seen.last
            } while query.after != nil
            #expect(sizes == [10, 10, 5, 0])
            #expect(zip(seen, seen.dropFirst()).allSatisfy { ($0.area, $0.id) < ($1.area, $1.id) })
            let medics = try await read.list(
                MemberQuery(area: city.area, skill: SkillCode("medic"), limit: 200), scope: city)
            #expect(medics.count == 5)
        }
    }

    @Test(
        "many check-ins are published one by one, and what is wrong with one does not hinder the others",
        arguments: RegistryPorts.Backend.allCases)
    func checksInMany(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            let rows = (0..<1_000).map { "D-\($0),王,13812345678,330402007001001,," }
            try await ports.importMembers(ImportTests.header + rows.joined(separator: "\n"))
            var items = try (0..<998).map { CheckInMany.Item(member: try id("D-\($0)"), area: grid) }
            items.insert(CheckInMany.Item(member: MemberID(high: 0, low: 1), area: grid), at: 3)
            items.append(CheckInMany.Item(member: try id("D-998"), area: MemberTests.area("330411001001001")))
            let checkIn = CheckInMany(store: ports.members)
            let outcomes = try await checkIn(items, scope: city, now: now)
            #expect(outcomes.count == 1_000)
            #expect(outcomes.filter { $0 == .checkedIn }.count == 998)
            #expect(outcomes[3] == .failed(.notFound))
            #expect(outcomes.last == .rejected(.outsideHomeCommunity(MemberTests.community)))
            let again = try await checkIn(items, scope: city, now: now)
            #expect(again.filter { $0 == .unchanged }.count == 998)
            #expect(try await ports.published().filter { $0 == "registry.member.checked_in" }.count == 998)
        }
    }

    @Test(
        "a member who forgot to sign out is signed out after the grace, the longest overdue first, and nobody else",
        arguments: RegistryPorts.Backend.allCases)
    func overdue(backend: RegistryPorts.Backend) async throws {
        try await RegistryPorts.with(backend) { ports in
            try await ports.importMembers(
                ImportTests.header
                    + ["D-1", "D-2", "D-3", "D-4"].map { "\($0),王,13812345678,330402007001001,,\n" }.joined())
            let ids = try ["D-1", "D-2", "D-3", "D-4"].map { try id($0) }.sorted()
            let change = ChangeMember(store: ports.members)
            // The order of the shifts' ends is not that of the identifiers.
            for (id, hours) in zip(ids, [3, 1, 2, 8]) {
                _ = try await change(.checkIn(grid), of: id, scope: city, now: now)
                let duty = MemberCommand.startDuty(area: grid, until: now + .seconds(hours * 3_600))
                _ = try await change(duty, of: id, scope: city, now: now)
            }
            let (members, late) = (ports.members, now + .seconds(3 * 3_600))
            #expect(try await members.overdueDuties(endedBefore: late, limit: 9, scope: foreign).isEmpty)
            #expect(
                try await members.overdueDuties(endedBefore: late, limit: 9, scope: city) == [ids[1], ids[2], ids[0]])
            #expect(try await members.overdueDuties(endedBefore: late, limit: 2, scope: city) == [ids[1], ids[2]])
            let sweep = EndOverdueDuties(store: members)
            #expect(try await sweep(scope: city, now: now + .seconds(5_399)) == 0)
            #expect(try await sweep(scope: city, now: now + .seconds(5_400)) == 1)
            #expect(try await sweep(scope: city, now: now + .seconds(5_400)) == 0)
            #expect(try await members.member(ids[1], scope: city)?.member.enrolment?.duty == nil)
            #expect(try await members.member(ids[0], scope: city)?.member.enrolment?.duty != nil)
        }
    }

    private func newcomer(_ number: String) throws -> StoredMember {
        let number = try #require(MemberNumber(number))
        let registration = MemberRegistration(number: number, home: grid, organisation: nil, skills: .none)
        let contact = MemberContact(name: try PersonName("王小明"), phone: try PhoneNumber("13812345678"))
        return StoredMember(
            member: try #require(Member.applying(.registered(registration), to: nil)),
            personal: try PlainSealer().seal(contact, of: number))
    }

    private func registration(of stored: StoredMember) -> EventDraft {
        EventDraft(
            MemberRegistered(area: grid, skills: []), aggregate: stored.member.id,
            aggregateVersion: stored.member.version.value, area: grid, occurredAt: now)
    }
}
