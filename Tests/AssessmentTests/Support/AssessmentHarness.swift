import AssessmentApplication
import AssessmentInbound
import AssessmentStorage
import City
import Kernel
import Logging
import Messaging
import Postgres
import Reliability
import ServiceTestSupport
import TestSupport

/// An assessment on a database of its own.
struct AssessmentHarness: Sendable {
    let pool: PostgresPool
    let handler: AssessmentEventHandler
    let reader: PostgresLedgerReader

    static let migrator = Migrator(schema: "assessment", steps: AssessmentMigrations.all)
    static let logger = Logger(label: "assessment.tests") { _ in SwiftLogNoOpLogHandler() }
    static let now = Timestamp(microseconds: 1_796_000_000_000_000)
    static let city = area("3304")
    static let connections = 6

    static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("a test's area code is wrong") }
        return code
    }

    static func with<Result: Sendable>(_ body: (AssessmentHarness) async throws -> Result) async throws -> Result {
        try await TestDatabase.with(migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: connections, leaseTimeout: patience, logger: logger
            ) { pool in
                let time = ManualClock(now)
                let work = UnitOfWork(
                    pool: pool, partitions: SampleDeliveries.partitions, time: time, random: SystemRandomSource(),
                    relay: RelaySignal())
                return try await body(
                    AssessmentHarness(
                        pool: pool,
                        handler: AssessmentEventHandler(
                            store: PostgresLedgerStore(work: work, time: time), city: city, time: time),
                        reader: PostgresLedgerReader(work: work)))
            }
        }
    }

    var scope: AccessScope { AccessScope(area: Self.city) }

    /// The types of the published events, in order.
    func published() async throws -> [String] {
        try await pool.journal("SELECT type FROM journal ORDER BY seq").map { try $0.decode(String.self, at: 0) }
    }

    /// Stands for every row of a table but the time and number of its writing.
    func fingerprint(_ table: String, without columns: [String] = []) async throws -> String {
        try await pool.withTransaction(.init(settings: [("minqing.area", "3304")])) { transaction in
            try await transaction.query(
                """
                SELECT coalesce(md5(string_agg(line, '|' ORDER BY line)), '')
                FROM (SELECT (to_jsonb(t) - \(columns))::text AS line FROM \(unescaped: table) AS t) AS lines
                """
            ).only(String.self)
        }
    }
}
