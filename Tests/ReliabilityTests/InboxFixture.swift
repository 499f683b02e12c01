import Kernel
import Messaging
import Postgres
import Reliability
import TestSupport
import Wire

/// Lends an inbox, a handler that fails as a test plans, and the loop that tries again.
func withInbox(
    failing: [Int: Int] = [:], attempts: Int = 8,
    _ body: (PostgresPool, ProbeHandler, PostgresInbox, RetryLoop) async throws -> Void
) async throws {
    try await TestDatabase.with(Probe.migrator) { service, _ in
        try await PostgresPool.withPool(
            configuration: service, size: 4, leaseTimeout: patience, logger: Probe.logger
        ) { pool in
            let unit = UnitOfWork(
                pool: pool, partitions: Probe.partitions, time: RealTime(), random: SystemRandomSource(),
                relay: RelaySignal())
            let handler = ProbeHandler(unit, failing: failing)
            let inbox = PostgresInbox(
                pool: pool, partitions: Probe.partitions,
                policy: RetryPolicy(first: .milliseconds(2), longest: .milliseconds(10), attempts: attempts),
                random: SystemRandomSource())
            let loop = RetryLoop(
                inbox: inbox, handlers: ["probe.note": handler], random: SystemRandomSource(),
                poll: .milliseconds(5), logger: Probe.logger)
            try await body(pool, handler, inbox, loop)
        }
    }
}

/// What the handler has noted, in its order.
func notedNumbers(_ pool: PostgresPool) async throws -> [Int] {
    try await pool.query("SELECT number FROM notes ORDER BY place").map { Int(try $0.decode(Int32.self, at: 0)) }
}
