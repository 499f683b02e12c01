import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import Reliability
import ServiceTestSupport
import TestSupport
import Testing

@testable import RegistryStorage

@Suite("Lost updates of the registry, on PostgreSQL")
struct LostUpdateTests {
    /// A version that none of the stored rows has.
    private let passed = Version(value: 7)

    @Test("a member, an area and an organisation are written over the version that was read, or not at all")
    func stale() async throws {
        try await RegistryHarness.with { database in
            try await database.loadCity()
            _ = try await database.importMembers(ImportTests.members)
            let id = RegistryIdentifiers.member(try #require(MemberNumber("D-001")))
            let member = try #require(try await database.members.member(id, scope: CSVFileTests.city))
            let area = try #require(
                try await database.areas.children(
                    of: MemberTests.area("330402007001"), after: nil, limit: 1, scope: CSVFileTests.city
                ).first)
            let organisation = try #require(member.member.organisation)
            let known = try await database.organisations.update([organisation], scope: CSVFileTests.city) {
                StoreUpdate(result: $0)
            }
            let tables = try await database.fingerprint()
            for statement in [
                MemberStatements.update([member], from: [id: passed]),
                AreaStatements.update([area], from: [area.code: passed]),
                OrganisationStatements.update(Array(known.values), from: [organisation: passed]),
            ] {
                #expect(statement.rows == .exactly(1))
                await expectFault(statement, in: database)
            }
            #expect(try await database.fingerprint() == tables)
        }
    }

    /// Runs a statement in a transaction that also renames every area, which must not be committed.
    private func expectFault(_ statement: Statement, in database: RegistryHarness) async {
        let work = UnitOfWork(
            pool: database.pool, partitions: 4, time: ManualClock(MemberTests.now), random: SystemRandomSource(),
            relay: RelaySignal())
        await #expect(throws: RowCountFault.self) {
            try await work.perform(CSVFileTests.city.settings, load: []) { _ in
                Decision(statements: [Statement("UPDATE areas SET name = name || '!'", rows: .any), statement])
            }
        }
    }
}
