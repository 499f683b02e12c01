import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import IntakeContract
import Kernel
import Logging
import Messaging
import Postgres
import RegistryContract
import Reliability
import ServiceTestSupport
import TestSupport
import UseCases
import Wire

/// The rooms of dispatching on a database of their own, with hand-made deliveries instead of a broker.
struct DispatchHarness: Sendable {
    let pool: PostgresPool
    let administrator: PostgresConfiguration
    let clock: ManualClock
    let store: PostgresWorkOrderStore
    let candidates: CandidateCache
    let queries: PostgresWorkOrderQueries
    let requests: RequestHandler
    let members: MemberHandler
    let areas: AreaHandler
    let change: ChangeHandler<WorkOrder, WorkOrderSelection>
    let passTime: PassTime

    static let connections = 6
    static let migrator = Migrator(schema: "dispatch", steps: DispatchMigrations.all)
    static let catalogue = Catalogue(rows: [
        "电力": Responsibility(
            skill: "electrician", requiresCertificate: true, difficulty: 15, profession: 13, limit: .workingDays(1))
    ])

    /// Lends a Dispatch without members and orders; the pool runs as long as the body.
    static func with<Result: Sendable>(
        _ body: @Sendable (DispatchHarness) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.with(migrator) { service, administrator in
            let pool = PostgresPool(
                configuration: service, size: Self.connections, leaseTimeout: patience,
                logger: Logger(label: "test"))
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                let result = try await body(
                    DispatchHarness(pool: pool, administrator: administrator, clock: ManualClock(wednesdayNine)))
                group.cancelAll()
                return result
            }
        }
    }

    /// A second set of rooms on the same database: another process.
    func twin() -> DispatchHarness {
        DispatchHarness(pool: pool, administrator: administrator, clock: clock)
    }

    init(pool: PostgresPool, administrator: PostgresConfiguration, clock: ManualClock) {
        self.pool = pool
        self.administrator = administrator
        self.clock = clock
        let work = UnitOfWork(
            pool: pool, partitions: 4, time: clock, random: SystemRandomSource(), relay: RelaySignal())
        candidates = CandidateCache()
        store = PostgresWorkOrderStore(work: work, candidates: candidates, rules: rules)
        queries = PostgresWorkOrderQueries(work: work, limits: rules.limits)
        requests = RequestHandler(
            FollowRequests(store: store, rules: rules, catalogue: Self.catalogue, scope: everywhere), time: clock,
            city: city)
        let projection = PostgresCandidateStore(work: work)
        members = MemberHandler(FollowMembers(store: projection, scope: everywhere), time: clock, city: city)
        areas = AreaHandler(FollowAreas(store: projection, scope: everywhere), city: city)
        change = ChangeHandler(store: store, rules: rules)
        passTime = PassTime(
            store: store, rules: rules, time: clock, scope: everywhere, logger: Logger(label: "test"))
    }

    /// Carries a command out, by default as the whole city.
    @discardableResult
    func perform(
        _ command: WorkOrderCommand, on selection: WorkOrderSelection, scope: AccessScope = everywhere
    ) async throws -> WorkOrder {
        try await change(command, on: selection, scope: scope, at: clock.now())
    }

    // MARK: What others publish

    /// Registers and checks in members, each with the same area and skills.
    func enrol(_ numbers: ClosedRange<UInt64>, in area: AreaCode = grid, skills: [String] = []) async throws {
        try await expectApplied(members.handle(events(in: area).enrolment(of: numbers, skills: skills)))
    }

    /// Accepts a request in Intake's name.
    @discardableResult
    func accept(
        request: UInt64, version: Int64 = 2, round: Int = 1, urgency: IntakeContract.Urgency = .general,
        category: String = "城乡建设/环境卫生", area: AreaCode = grid
    ) async throws -> WorkOrderID {
        let events = events(in: area)
        _ = try await requests.handle([events.registration(of: request)])
        try await expectApplied(
            requests.handle([
                events.acceptance(
                    of: request, version: version, round: round, urgency: urgency, category: category)
            ]))
        return order(of: request, round: round)
    }

    func registered(_ request: UInt64, area: AreaCode = grid) -> Delivery {
        events(in: area).registration(of: request)
    }

    private func events(in area: AreaCode) -> DispatchEvents { DispatchEvents(area: area, at: clock.now()) }

    private func expectApplied(_ outcomes: [Outcome]) throws {
        guard outcomes.allSatisfy({ $0 == .applied }) else { throw Unexpected(what: "\(outcomes)") }
    }

    func order(of request: UInt64, round: Int = 1) -> WorkOrderID {
        .derived(from: "round:\(round)", in: requestID(request))
    }

    /// An event as the relay sends it, at the harness's time.
    func delivery(
        _ message: some Message, of aggregate: Identifier<some Any>, version: Int64, area: AreaCode
    ) -> Delivery {
        events(in: area).builder.event(message, of: aggregate, version: version)
    }

    // MARK: What the tables hold

    /// Asks the database as its administrator, past every policy.
    func value<Value: PostgresDecodable & Sendable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value
    {
        try await PostgresConnection.withConnection(administrator) { try await $0.query(sql).only(Value.self) }
    }

    func run(_ text: String) async throws {
        try await PostgresConnection.withConnection(administrator) { try await $0.script(text) }
    }

    /// The last words of the types that an order published, in order.
    func published(_ order: WorkOrderID) async throws -> [String] {
        try await PostgresConnection.withConnection(administrator) { connection in
            try await connection.query(
                "SELECT type FROM dispatch.journal WHERE aggregate_id = \(order) ORDER BY aggregate_version"
            ).map { String(try $0.decode(String.self, at: 0).split(separator: ".").last ?? "") }
        }
    }

    /// The order as it is stored, seen from the whole city.
    func stored(_ order: WorkOrderID) async throws -> WorkOrder? {
        try await queries.order(order, scope: everywhere)
    }

    /// What every table of the context holds, as one text: equal texts, equal tables.
    func fingerprint() async throws -> String {
        try await value(
            """
            SELECT (SELECT string_agg(w::text, '|' ORDER BY id) FROM dispatch.work_orders w)
                || (SELECT coalesce(string_agg(o::text, '|' ORDER BY id), '') FROM dispatch.offers o)
                || (SELECT coalesce(string_agg(c::text, '|' ORDER BY member_id), '') FROM dispatch.candidates c)
                || (SELECT count(*)::text FROM dispatch.journal)
            """)
    }
}

/// Something that a test's arrangement did not expect.
struct Unexpected: Error {
    let what: String
}
