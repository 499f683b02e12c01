import Postgres
import Reliability
import TestSupport
import Testing

@Suite("Advisory locks")
struct AdvisoryLockTests {
    @Test("a name locks itself within its class, and nothing of another class")
    func classes() async throws {
        try await TestDatabase.with(Probe.migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: 2, leaseTimeout: patience, logger: Probe.logger
            ) { pool in
                let name = "journal.intake.minqing.events"
                func expect(
                    _ lock: AdvisoryLock, _ name: String, isFree: Bool = true, on connection: PostgresConnection
                ) async throws {
                    let taken = try await connection.query(
                        "SELECT pg_try_advisory_lock(\(lock.numbers(of: "\(name)")))"
                    ).only(Bool.self)
                    #expect(taken == isFree, "\(lock) \(name)")
                }
                try await pool.withConnection { leader in
                    try await expect(.leader, name, on: leader)
                    try await pool.withConnection { other in
                        try await expect(.leader, name, isFree: false, on: other)
                        try await expect(.leader, "journal.registry.minqing.events", on: other)
                        for lock in [AdvisoryLock.migration, .idempotencyKey, .partition] {
                            try await expect(lock, name, on: other)
                        }
                    }
                }
            }
        }
    }
}
