import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import RegistryStorage
import TestSupport
import Testing

@Suite("The registry's tables")
struct RegistryStorageTests {
    let city = CSVFileTests.city
    let now = MemberTests.now

    func id(_ number: String) throws -> MemberID {
        RegistryIdentifiers.member(try #require(MemberNumber(number)))
    }

    @Test("a member comes back as it was stored, through every state")
    func roundTrip() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let change = ChangeMember(store: database.members)
            let id = try id("D-001")
            let grid = MemberTests.grid
            let commands: [MemberCommand] = [
                .checkIn(grid), .changeSkills(MemberTests.skills("nurse", "driver")), .changeAvailability(.busy),
                .startDuty(area: grid, until: now + .seconds(3_600)), .endDuty,
            ]
            for command in commands {
                let returned = try await change(command, of: id, scope: city, now: now)
                let stored = try #require(try await database.members.member(id, scope: city))
                #expect(stored == returned)
            }
            let last = try #require(try await database.members.member(id, scope: city)).member
            #expect(last.version == Version(value: 6))
            #expect(last.organisation != nil && last.home == grid)
            #expect(
                try await database.published().suffix(5) == [
                    "registry.member.checked_in", "registry.member.skills_changed",
                    "registry.member.availability_changed", "registry.member.duty_started",
                    "registry.member.duty_ended",
                ])
        }
    }

    @Test("areas and organisations come back as they were stored, corners to the last digit")
    func referenceRoundTrip() async throws {
        try await RegistryHarness.with { database in
            let memory = MemoryRegistry()
            let text =
                ImportTests.areas + "\n330402007001003,网格四,30.1 120.123456789012345;30.2 120.3;30.30000000000001 121\n"
            for store in [database.areas as any AreaStore, memory] {
                _ = try await ImportAreas(store: store)(Array(text.utf8), scope: city, now: now)
            }
            let parent = MemberTests.area("330402007001")
            let stored = try await database.areas.children(of: parent, after: nil, limit: 10, scope: city)
            #expect(stored == (try await memory.children(of: parent, after: nil, limit: 10, scope: city)))
            #expect(stored.count == 3)
            #expect(stored.last?.boundary?.ring.first?.longitude == 120.123456789012345)
            let page = try await ReadAreas(store: database.areas)(below: parent, after: nil, limit: 2, scope: city)
            #expect(page.map(\.code.text) == ["330402007001001", "330402007001002"])
        }
    }

    @Test("a second import changes no row and publishes no event")
    func idempotent() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            let first = try await database.importMembers(ImportTests.members)
            #expect(first.created == 3)
            let published = try await database.published()
            #expect(published.count == 6 + 2 + 3)
            let before = try await database.fingerprint()
            try await database.loadCity()
            let second = try await database.importMembers(ImportTests.members)
            #expect(second == ImportReport(unchanged: 3))
            #expect(try await database.published() == published)
            #expect(try await database.fingerprint() == before)
        }
    }

    @Test("two imports of the same new members at once make each member once")
    func concurrentImports() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            let rows = (0..<600).map { "D-\($0),王,13812345678,330402007001001,,medic" }.joined(separator: "\n")
            let reports = try await withThrowingTaskGroup(of: ImportReport.self) { group in
                for _ in 0..<3 { group.addTask { try await database.importMembers(ImportTests.header + rows) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.reduce(0) { $0 + $1.created } == 600)
            #expect(reports.reduce(0) { $0 + $1.unchanged } == 1_200)
            #expect(try await database.published().filter { $0 == "registry.member.registered" }.count == 600)
        }
    }

    @Test("two thousand members are imported in four transactions")
    func importsInBatches() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            let rows = (0..<2_000).map { "D-\($0),王小明,138\(10_000_000 + $0),330402007001001,U1,medic;driver" }
            let report = try await database.importMembers(ImportTests.header + rows.joined(separator: "\n"))
            #expect(report.created == 2_000)
            let batches: SQL = "SELECT count(DISTINCT xid::text) FROM journal WHERE type = 'registry.member.registered'"
            #expect(try await database.pool.journal(batches).only(Int64.self) == 4)
        }
    }

    @Test("without a scope no row is seen, with a district's only its own")
    func rowLevelSecurity() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            for table in ["areas", "organisations", "members"] {
                #expect(try await database.count("SELECT count(*) FROM \(unescaped: table)") == 0, "\(table)")
            }
            let district = AccessScope(area: MemberTests.area("330402"))
            #expect(try await database.members.member(try id("D-001"), scope: district) != nil)
            #expect(try await database.members.member(try id("D-003"), scope: district) == nil)
            let page = try await database.members.members(
                MemberQuery(area: MemberTests.area("3304"), limit: 10), scope: district)
            #expect(page.map(\.member.number.text).sorted() == ["D-001", "D-002"])
            let other = AccessScope(area: MemberTests.area("330411"))
            await #expect(throws: MemberFailure.notFound) {
                _ = try await ChangeMember(store: database.members)(
                    .checkIn(MemberTests.grid), of: try id("D-001"), scope: other, now: now)
            }
        }
    }

    @Test("a district's import neither changes nor reveals another district's member or organisation")
    func importStaysInScope() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let district = AccessScope(area: MemberTests.area("330402"))
            let taken = try await database.importMembers(
                ImportTests.header + "D-003,王,13812345678,330402007001001,,\nD-9,王,13812345678,330402007001001,U2,\n",
                scope: district)
            #expect(taken.rejected.map(\.fault) == [.unavailable])
            #expect(taken.created == 1, "an employer in another district is known")
            let unit = try await ImportOrganisations(store: database.organisations)(
                Array("code,name,kind,area\nU2,改名,employer,330402\n".utf8), scope: district, now: now)
            #expect(unit.rejected.map(\.fault) == [.unavailable])
        }
    }

    @Test("pages follow one another without gap or repetition, and a skill picks those who have it")
    func pages() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            let rows = (0..<25).map {
                "D-\($0),王,13812345678,330402007001\($0 % 2 == 0 ? "001" : "002"),,\($0 % 5 == 0 ? "medic" : "")"
            }
            _ = try await database.importMembers(ImportTests.header + rows.joined(separator: "\n"))
            let read = ReadMembers(store: database.members, sealer: PlainSealer())
            var query = MemberQuery(area: MemberTests.area("330402"), limit: 10)
            var seen: [MemberID] = []
            var sizes: [Int] = []
            repeat {
                let page = try await read.list(query, scope: city)
                seen += page.map(\.member.id)
                sizes.append(page.count)
                query.after = page.last.map { MemberCursor(area: $0.member.area, id: $0.member.id) }
            } while query.after != nil
            #expect(sizes == [10, 10, 5, 0])
            #expect(Set(seen).count == 25)
            let medics = try await read.list(
                MemberQuery(area: MemberTests.area("3304"), skill: SkillCode("medic"), limit: 200), scope: city)
            #expect(medics.count == 5)
        }
    }

    @Test("a thousand check-ins are published one by one, and what is wrong with one does not hinder the others")
    func checksInMany() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            let rows = (0..<1_000).map { "D-\($0),王,13812345678,330402007001001,," }
            _ = try await database.importMembers(ImportTests.header + rows.joined(separator: "\n"))
            var items = try (0..<998).map { CheckInMany.Item(member: try id("D-\($0)"), area: MemberTests.grid) }
            items.insert(CheckInMany.Item(member: MemberID(high: 0, low: 1), area: MemberTests.grid), at: 3)
            items.append(CheckInMany.Item(member: try id("D-998"), area: MemberTests.area("330411001001001")))
            let checkIn = CheckInMany(store: database.members)
            let outcomes = try await checkIn(items, scope: city, now: now)
            #expect(outcomes.count == 1_000)
            #expect(outcomes.filter { $0 == .checkedIn }.count == 998)
            #expect(outcomes[3] == .failed(.notFound))
            #expect(outcomes.last == .rejected(.outsideHomeCommunity(MemberTests.community)))
            let again = try await checkIn(items, scope: city, now: now)
            #expect(again.filter { $0 == .unchanged }.count == 998)
            #expect(try await database.published().filter { $0 == "registry.member.checked_in" }.count == 998)
        }
    }

    @Test("concurrent commands on one member are one after the other, each published once")
    func concurrentCommands() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let id = try id("D-001")
            let change = ChangeMember(store: database.members)
            let now = now
            _ = try await change(.checkIn(MemberTests.grid), of: id, scope: city, now: now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let command = MemberCommand.changeSkills(MemberTests.skills("s\(number)"))
                        _ = try await change(command, of: id, scope: CSVFileTests.city, now: now)
                    }
                }
                try await group.waitForAll()
            }
            let member = try #require(try await database.members.member(id, scope: city)).member
            #expect(member.version == Version(value: 22))
            let versions = try await database.pool.journal(
                "SELECT aggregate_version FROM journal WHERE aggregate_id = \(id) ORDER BY seq"
            ).map { try $0.decode(Int64.self, at: 0) }
            #expect(versions == Array(1...22))
        }
    }

    @Test("a stale version is refused with the current one, and an unknown area is not checked in to")
    func staleVersion() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let change = ChangeMember(store: database.members)
            let id = try id("D-001")
            await #expect(throws: MemberFailure.stale(current: Version(value: 1))) {
                _ = try await change(
                    .changeSkills(.none), of: id, expected: Version(value: 2), scope: city, now: now)
            }
            await #expect(throws: MemberFailure.unknownArea) {
                _ = try await change(.checkIn(MemberTests.area("330402007001009")), of: id, scope: city, now: now)
            }
        }
    }

    @Test("a member who forgot to sign out is signed out after the grace, and nobody else")
    func endsOverdueDuties() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let change = ChangeMember(store: database.members)
            for (number, hours) in [("D-001", 1), ("D-002", 8)] {
                let id = try id(number)
                _ = try await change(.checkIn(MemberTests.grid), of: id, scope: city, now: now)
                _ = try await change(
                    .startDuty(area: MemberTests.grid, until: now + .seconds(hours * 3_600)), of: id, scope: city,
                    now: now)
            }
            let sweep = EndOverdueDuties(store: database.members)
            #expect(try await sweep(scope: city, now: now + .seconds(5_399)) == 0)
            #expect(try await sweep(scope: city, now: now + .seconds(5_400)) == 1)
            #expect(try await sweep(scope: city, now: now + .seconds(5_400)) == 0)
            #expect(try await database.members.member(try id("D-001"), scope: city)?.member.enrolment?.duty == nil)
            #expect(try await database.members.member(try id("D-002"), scope: city)?.member.enrolment?.duty != nil)
        }
    }
}
