import Kernel
import Postgres
import Reliability
import TestSupport
import Testing

@Suite("The unit of work")
struct UnitOfWorkTests {
    @Test(
        "a read that writes or locks is refused by the server",
        arguments: ["DELETE FROM notes", "SELECT FROM notes FOR UPDATE"])
    func readOnly(statement: String) async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 1, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let unit = UnitOfWork(
                    pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                    relay: RelaySignal())
                let error = await #expect(throws: PostgresError.self) {
                    try await unit.read(Probe.settings) { try await $0.query(SQL(unescaped: statement)) }
                }
                #expect(error?.sqlState == "25006")
                try await #expect(
                    unit.read(Probe.settings) { try await $0.query("SELECT count(*) FROM notes").only(Int.self) } == 0)
            }
        }
    }
}
