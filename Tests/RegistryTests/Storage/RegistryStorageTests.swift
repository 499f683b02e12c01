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

    @Test("a second import changes no row and tells no event")
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

    @Test("without a scope no row is seen")
    func rowLevelSecurity() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            for table in ["areas", "organisations", "members"] {
                #expect(try await database.count("SELECT count(*) FROM \(unescaped: table)") == 0, "\(table)")
            }
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
}
