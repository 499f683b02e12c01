import AMQP
import AsyncHTTPClient
import City
import FoundationEssentials
import Kernel
import Logging
import Postgres
import SuiteControl

/// A day of the demo city, from the start of the services to the check of consistency.
struct DemoRun: Sendable {
    /// What a run is given.
    struct Plan: Sendable {
        var count = 1000
        var members = 2000
        var seed: UInt64 = 42
        var rate = 25
        /// Longest time that a simulated person thinks.
        ///
        /// Units: milliseconds.
        var thinking = 400
        var file: String?
        var disturb = false
        /// Whether the users go on until the process is ended, for others' requests as well.
        var isEndless = false
        /// A file for every answer that clients get.
        var journal: String?
        /// Whether the services are ours to start, and to start again when one ends.
        var startsStack = true
        /// After this long without any progress the run gives up.
        var patience: Duration = .seconds(120)
    }

    /// From here on a wave of offers runs out within seconds.
    ///
    /// Units: seconds of the city's time per second. Source: our choice; the longest wave lasts minutes.
    static let fastClock = 60

    let stack: Stack
    let plan: Plan
    let logger: Logger

    /// Runs the day and returns its report.
    func run() async throws -> DemoReport {
        let line = ProgressLine()
        await line.stage(plan.startsStack ? "starting servers and services" : "looking for the services")
        let environment =
            plan.startsStack
            ? try await stack.up { _ in }
            : EnvironmentFile(parsing: try TextFile.read(stack.installation.environmentFile))
        let installation = stack.installation
        var choices = FixedChoices(installation)
        let city = try SimulatedCity(
            districts: CityFiles.districts(in: installation.cityFolder),
            streets: CityFiles.streets(in: installation.cityFolder),
            skills: CityFiles.skills(in: installation.cityFolder), memberCount: plan.members,
            // The registry refuses another person under a number that it knows, so the first run's users stay.
            seed: choices.citySeed(plan.seed))
        var urls: [String: String] = [:]
        for name in CityContext.names { urls[name] = try environment.required(Stack.urlVariable(name)) }
        let database = try environment.administrator(database: stack.options.database)
        let calls = 32
        let journal = try plan.journal.map { try ClientJournal(path: $0) }
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = calls
        return try await HTTPClient.withHTTPClient(configuration: configuration) { [urls] http in
            try await AdministratorPool.with(database, size: 2, logger: logger) { pool in
                let client = APIClient(http: http, limit: ConcurrencyLimit(calls), urls: urls, journal: journal)
                let keeper = ServiceKeeper(stack: stack, environment: environment, isOn: plan.startsStack)
                return try await keeper.keeping {
                    try await day(in: city, environment, client: client, pool: pool, line: line)
                }
            }
        }
    }

    /// Loads the city, runs its day, and checks what came of it.
    private func day(
        in city: SimulatedCity, _ environment: EnvironmentFile, client: APIClient, pool: PostgresPool,
        line: ProgressLine
    ) async throws -> DemoReport {
        await line.stage("the city: \(city.areas.count) areas, \(city.members.count) members")
        let loader = CityLoader(client: client, token: try environment.required("MINQING_TOKEN_MANAGER"))
        let members = try await loader.load(city) { _ in }
        try await settle(pool)
        let before = try await Baseline.take(pool)
        let record = DemoRecord()
        let users = SimulatedUsers(
            client: client, issuer: TokenIssuer(signingKey: try stack.keys.issuer()), city: city, members: members,
            categories: try CityFiles.categories(in: stack.installation.cityFolder), record: record,
            random: SeededRandom(seed: plan.seed), thinking: plan.thinking,
            // At the city's own speed a wave of silent members lasts longer than anybody watches.
            someStaySilent: (environment["MINQING_CLOCK_SPEED"].flatMap { Int($0) } ?? 1) >= Self.fastClock)
        let feed = EventFeed(configuration: try guest("analytics", environment))
        try await feed.prepare()
        let requests = try writeRequests(city)
        await line.stage("the day: \(requests.count) requests at \(plan.rate) per second")
        let start = ContinuousClock.now
        let disturbances = try await live(
            requests, environment: environment, client: client, record: record, users: users, feed: feed,
            line: line)
        await line.stage("checking consistency")
        try await settle(pool)
        let seconds = (ContinuousClock.now - start).inSeconds
        var consistency = try await ConsistencyReport.make(pool, record: record, before: before)
        for (reason, count) in await record.refusals.sorted(by: { $0.key < $1.key }) {
            consistency.findings.append("\(count) requests were refused: \(reason)")
        }
        try await feed.remove()
        return await report(record, consistency, seconds: seconds, disturbances: disturbances)
    }

    /// The requests come, the users work, and everything is driven to its end.
    private func live(
        _ requests: [DemoRequest], environment: EnvironmentFile, client: APIClient, record: DemoRecord,
        users: SimulatedUsers, feed: EventFeed, line: ProgressLine
    ) async throws -> [String] {
        let planIndex = PlanIndex()
        let handler = DemoEventHandler(users: users, record: record, planIndex: planIndex, takesAll: plan.isEndless)
        let driver = LoadDriver(
            client: client, token: try environment.required("MINQING_TOKEN_CALL_TAKER"), record: record,
            planIndex: planIndex, callCentre: try guest("callcentre", environment), rate: plan.rate,
            run: plan.seed ^ UInt64(Date().timeIntervalSince1970))
        return try await withThrowingTaskGroup(of: [String]?.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { actions in
                    try await feed.follow(logger: logger) { envelope, body in
                        if let action = try await handler.action(for: envelope, body) {
                            actions.addTask { try await action() }
                        }
                    }
                }
                return nil
            }
            let sweep = StaleWorkSweep(
                client: client, users: users, record: record, planIndex: planIndex, takesAll: plan.isEndless)
            group.addTask {
                try await sweep.run()
                return nil
            }
            if plan.disturb, plan.startsStack {
                let pause = Duration.milliseconds(max(1500, requests.count * 1000 / plan.rate / 7))
                group.addTask {
                    try await FaultInjector(stack: stack, environment: environment, every: pause).run()
                }
            }
            group.addTask {
                try await driver.send(requests, logger: logger)
                try await awaitEnds(record, line: line, total: requests.count, loading: false)
                return []
            }
            group.addTask {
                try await awaitEnds(record, line: line, total: requests.count, loading: true)
                return nil
            }
            var disturbances: [String] = []
            var pending = plan.disturb && plan.startsStack ? 2 : 1
            while pending > 0, let ended = try await group.next() {
                guard let ended else { continue }
                disturbances += ended
                pending -= 1
            }
            group.cancelAll()
            return disturbances
        }
    }

    /// Shows progress; when all is sent, waits until every request has ended or nothing moves any more.
    private func awaitEnds(_ record: DemoRecord, line: ProgressLine, total: Int, loading: Bool) async throws {
        while true {
            try await Task.sleep(for: .milliseconds(100))
            let ended = await record.ends.count
            await line.show(registered: await record.seen.count, closed: ended, of: total)
            if loading || plan.isEndless { continue }
            let refused = await record.refusedByAPI
            if ended + refused >= total { return }
            if await ContinuousClock.now - record.lastProgress > plan.patience { return }
        }
    }

    /// Waits until every published event is applied by all who take it.
    private func settle(_ pool: PostgresPool) async throws {
        let deadline = ContinuousClock.now + plan.patience
        while try await ConsistencyReport.unsettled(pool) > 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func writeRequests(_ city: SimulatedCity) throws -> [DemoRequest] {
        var writer = RequestWriter(city: city, seed: plan.seed)
        guard let file = plan.file else { return (1...plan.count).map { writer.next($0) } }
        return try MessageFile.read(file, count: plan.count).enumerated().map { index, message in
            writer.write(index + 1, subject: message.subject, text: message.text)
        }
    }

    private func guest(_ user: String, _ environment: EnvironmentFile) throws -> AMQPConfiguration {
        var broker = try environment.broker(virtualHost: stack.options.virtualHost)
        broker.user = user
        broker.password = try stack.keys.password(of: user)
        broker.connectionName = "minqing-demo-\(user)"
        return broker
    }

    private func report(
        _ record: DemoRecord, _ consistency: ConsistencyReport, seconds: Double, disturbances: [String]
    ) async -> DemoReport {
        let entries = await record.entries.values
        let others = Dictionary(grouping: await record.ends.values.filter { $0 != "closed" }) { $0 }
        return DemoReport(
            seed: plan.seed, requested: await record.requested, refusedByAPI: await record.refusedByAPI,
            consistency: consistency, open: await record.open.count,
            otherEnds: others.map { ($0.key, $0.value.count) }.sorted { $0.name < $1.name }, seconds: seconds,
            toOffer: Latencies(entries.compactMap { entry in entry.offered.map { $0 - entry.sent } }),
            toClose: Latencies(
                entries.compactMap { entry in entry.end == "closed" ? entry.ended.map { $0 - entry.sent } : nil }),
            disturbances: disturbances)
    }
}
