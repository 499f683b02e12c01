import City
import FieldEncryption
import Hummingbird
import InMemoryLogging
import IntakeApplication
import IntakeDomain
import IntakeInbound
import IntakeStorage
import Kernel
import Logging
import Messaging
import Postgres
import Reliability
import ServiceRuntime
import ServiceTestSupport
import TestSupport
import Testing
import UseCases

/// The whole of Intake but its process: on a real database of its own, with a clock and a log that a test can read.
struct IntakeHarness {
    static let city = code("3304")
    static let connections = 4
    static let grid = "330402007001001"
    static let category = "城乡建设/城市建设和市政管理/城市公共设施"

    /// The figures of every installation, but a second click within the patience of a test is one, however slow the
    /// machine is.
    static let rules = RequestRules(
        triage: RequestRules.standard.triage, callbacks: RequestRules.standard.callbacks,
        contacts: RequestRules.standard.contacts, doubleSubmit: patience)

    let administrator: PostgresConfiguration
    let pool: PostgresPool
    let store: PostgresIntakeStore
    let queries: PostgresRequestQueries
    let encryptor: FieldEncryptor
    let useCases: IntakeUseCases
    let clock: ManualClock
    let log: InMemoryLogHandler
    let logger: Logger

    /// An area's code that the test itself wrote.
    static func code(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }

    static func catalogue() throws -> RegisterRequests.Catalogue {
        let tree = try CategoryTree(
            csv: """
                level1,level2,level3
                城乡建设,城市建设和市政管理,城市公共设施
                城乡建设,城市建设和市政管理,环境卫生
                交通运输,客货运输,旅客运输

                """)
        let synonyms = try Lexicon.synonyms(
            csv: "term,category,weight\n路灯,\(category),5\n垃圾,城乡建设/城市建设和市政管理/环境卫生,5\n", tree: tree)
        return RegisterRequests.Catalogue(tree: tree, lexicon: Lexicon(tree: tree, synonyms: synonyms))
    }

    /// Lends an Intake whose city has one community with two grids.
    static func with(
        connections: Int = connections, secondClickPatience: Duration = patience,
        _ body: @escaping @Sendable (IntakeHarness) async throws -> Void
    ) async throws {
        let migrator = Migrator(schema: "intake", steps: IntakeMigrations.all)
        try await TestDatabase.with(migrator) { service, administrator in
            let log = InMemoryLogHandler()
            var logger = Logger(label: "intake") { _ in log }
            logger.logLevel = .trace
            let pool = PostgresPool(
                configuration: service, size: connections, leaseTimeout: patience, logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                let harness = try IntakeHarness(
                    administrator: administrator, pool: pool, log: log, logger: logger,
                    secondClickPatience: secondClickPatience)
                try await defineAreas(harness.useCases)
                try await body(harness)
                group.cancelAll()
            }
        }
    }

    private init(
        administrator: PostgresConfiguration, pool: PostgresPool, log: InMemoryLogHandler, logger: Logger,
        secondClickPatience: Duration
    ) throws {
        self.administrator = administrator
        self.pool = pool
        self.log = log
        self.logger = logger
        clock = ManualClock(Timestamp(iso8601: "2026-11-21T02:00:00Z") ?? .zero)
        encryptor = try FieldEncryptor(keys: FieldKeys([1: Array(repeating: 7, count: 32)]))
        let work = UnitOfWork(
            pool: pool, partitions: 4, time: SystemClock(), random: SystemRandomSource(), relay: RelaySignal())
        store = PostgresIntakeStore(
            work: work, encryptor: encryptor, scope: AccessScope(area: Self.city),
            doubleSubmit: Self.rules.doubleSubmit, secondClickPatience: secondClickPatience,
            register: RegisterBatch(rules: Self.rules).decide)
        queries = PostgresRequestQueries(work: work, encryptor: encryptor)
        useCases = IntakeUseCases(
            store: store, queries: queries, catalogue: try Self.catalogue(), rules: Self.rules, city: Self.city,
            random: SystemRandomSource())
    }

    var register: RegisterRequests { useCases.register }
    var change: ChangeHandler<ServiceRequest, RequestSelection> { useCases.change }
    var directory: AreaDirectory { useCases.directory }

    /// What takes the events of work orders.
    var workOrders: WorkOrderHandler {
        WorkOrderHandler(follow: useCases.followWorkOrders, city: Self.city, clock: clock)
    }

    /// The HTTP face, for Hummingbird's test client.
    func api() throws -> ServiceAPI {
        try ServiceAPI(
            IntakeRoutes.description,
            endpoints: IntakeRoutes(useCases).endpoints, authenticator: TestAuthenticator(), clock: ServiceClock(clock),
            logger: logger)
    }

    /// Defines one community with two grids, and another one elsewhere.
    static func defineAreas(_ intake: IntakeUseCases) async throws {
        let areas = [
            try PlacingTests.square("330402007001", south: 30.72, west: 120.72, size: 0.02),
            try PlacingTests.square("330402007001001", south: 30.72, west: 120.72, size: 0.01),
            try PlacingTests.square("330402007001002", south: 30.72, west: 120.73, size: 0.01),
            try PlacingTests.square("330411001001", south: 30.52, west: 120.52, size: 0.02),
        ]
        let deliveries = areas.enumerated().map { Deliveries.area($0.element, number: $0.offset) }
        let handler = AreaHandler(
            follow: intake.followAreas, directory: intake.directory, city: city, logger: Logger(label: "areas"))
        let outcomes = try await handler.handle(deliveries)
        #expect(outcomes.allSatisfy { $0 == .applied })
    }

    /// Asks the database as its administrator, who sees every row.
    func ask<Value: PostgresDecodable & Sendable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> [Value]
    {
        try await PostgresConnection.withConnection(administrator) { connection in
            try await connection.query(sql).map { try $0.decode(Value.self, at: 0) }
        }
    }

    /// The number of rows of a table of the schema.
    func count(_ table: String) async throws -> Int64 {
        try await ask("SELECT count(*) FROM intake.\(unescaped: table)", as: Int64.self).first ?? -1
    }

    /// The types of the events in the journal, in order.
    func published() async throws -> [String] {
        try await ask("SELECT type FROM intake.journal ORDER BY seq", as: String.self)
    }
}
