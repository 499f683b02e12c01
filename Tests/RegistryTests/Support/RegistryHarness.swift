import City
import Kernel
import Logging
import Postgres
import RegistryApplication
import RegistryStorage
import Reliability
import ServiceTestSupport
import TestSupport

/// A registry on a database of its own.
struct RegistryHarness: Sendable {
    let pool: PostgresPool
    let areas: PostgresAreaStore
    let organisations: PostgresOrganisationStore
    let members: PostgresMemberStore

    static let migrator = Migrator(schema: "registry", steps: RegistryMigrations.all)
    static let connections = 4
    static let logger = Logger(label: "registry.tests") { _ in SwiftLogNoOpLogHandler() }

    static func with<Result: Sendable>(_ body: (RegistryHarness) async throws -> Result) async throws -> Result {
        try await TestDatabase.with(migrator) { service, _ in
            try await PostgresPool.withPool(
                configuration: service, size: connections, leaseTimeout: patience, logger: logger
            ) { pool in
                let work = UnitOfWork(
                    pool: pool, partitions: 4, time: ManualClock(MemberTests.now), random: SystemRandomSource(),
                    relay: RelaySignal())
                return try await body(
                    RegistryHarness(
                        pool: pool, areas: PostgresAreaStore(work: work),
                        organisations: PostgresOrganisationStore(work: work),
                        members: PostgresMemberStore(work: work)))
            }
        }
    }

    /// Imports the small city of ``ImportTests``.
    func loadCity() async throws {
        _ = try await ImportAreas(store: areas)(
            Array(ImportTests.areas.utf8), scope: CSVFileTests.city, now: MemberTests.now)
        _ = try await ImportOrganisations(store: organisations)(
            Array(ImportTests.organisations.utf8), scope: CSVFileTests.city, now: MemberTests.now)
    }

    func importMembers(_ text: String, scope: AccessScope = CSVFileTests.city) async throws -> ImportReport {
        try await ImportMembers(store: members, sealer: PlainSealer())(
            Array(text.utf8), scope: scope, now: MemberTests.now)
    }

    /// The types of the published events, in order.
    func published() async throws -> [String] {
        try await pool.journal("SELECT type FROM journal ORDER BY seq").map { try $0.decode(String.self, at: 0) }
    }

    /// Stands for every column of every row of members, areas and organisations.
    func fingerprint() async throws -> [String] {
        try await pool.withTransaction(.init(settings: [("minqing.area", "3304")])) { transaction in
            var prints: [String] = []
            for table in ["members", "areas", "organisations"] {
                let question: SQL =
                    "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \(unescaped: table) AS t"
                prints.append(try await transaction.query(question).only(String.self))
            }
            return prints
        }
    }

    func count(_ question: SQL) async throws -> Int64 {
        try await pool.query(question).only(Int64.self)
    }
}
