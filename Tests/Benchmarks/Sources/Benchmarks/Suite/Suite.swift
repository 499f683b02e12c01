import City
import Glibc
import Kernel
import Logging
import Postgres

/// The whole suite with a demo city: made by `minqing`, then run as children of ours, so that we can measure and end
/// them.
final class Suite {
    static let names = CityContext.names
    /// The database in which `minqing` makes schemas and city.
    static let database = "minqing"
    /// A copy of it from before any measurement: for the floor of the registration, and what growth is compared with.
    static let copy = "bench_intake"

    let ground: Ground
    private let environments: [String: [String: String]]
    private let tokens: [String: String]
    private var running: [String: Child] = [:]
    /// The database that the services serve from.
    private var served = Suite.database

    private init(_ ground: Ground, environments: [String: [String: String]], tokens: [String: String]) {
        self.ground = ground
        self.environments = environments
        self.tokens = tokens
    }

    /// Makes schemas, topology and city, and starts the four services.
    ///
    /// - Parameter copies: false where the copy of an earlier run is to be kept.
    static func start(_ ground: Ground, copies: Bool = true) async throws -> Suite {
        let minqing = "\(ground.programs)/minqing"
        Report.say("the suite and its city:")
        _ = try Child.run(minqing, ["up"])
        // Loads the demo city by the suite's own imports, and runs one request through it.
        _ = try Child.run("\(ground.programs)/demo-city", ["simulate", "--count", "1", "--thinking", "20"])
        var environments: [String: [String: String]] = [:]
        for name in names { environments[name] = try await takeOver(name, ground) }
        let suite = Suite(ground, environments: environments, tokens: try exports(ground))
        if copies { try await suite.copyDatabase() }
        for name in names { _ = try await suite.start(name) }
        return suite
    }

    /// Forgets what an earlier section has left: the database and the virtual host; `start` makes both again.
    static func forget(_ ground: Ground) async throws {
        try await PostgresPool.withPool(configuration: ground.postgres, size: 1, logger: ground.logger) { pool in
            try await pool.withConnection {
                try await $0.script("DROP DATABASE IF EXISTS \(Self.database) WITH (FORCE)")
            }
        }
        let servers = "\(ground.root)/deploy/embedded/servers"
        let hosts = try Child.run(servers, ["ctl", "--root", ground.state, "list_vhosts", "--quiet"])
        guard hosts.contains("minqing") else { return }
        _ = try Child.run(servers, ["ctl", "--root", ground.state, "delete_vhost", "minqing", "--quiet"])
    }

    /// Ends all that still run.
    func stop() {
        for name in Self.names.reversed() { stop(name) }
    }

    func stop(_ name: String) {
        running.removeValue(forKey: name)?.end()
        unlink("\(ground.state)/run/\(name).pid")
    }

    /// Starts a service as `minqing up` did.
    ///
    /// - Returns: how long until it said that it is ready, in milliseconds.
    func start(_ name: String) async throws -> Double {
        guard var environment = environments[name] else { throw BenchmarkFault("no service \(name)") }
        environment["MINQING_POSTGRES_DATABASE"] = served
        let start = ContinuousClock.now
        let child = try Child(
            "\(ground.programs)/\(name)", environment: environment, log: "\(ground.state)/logs/\(name).log")
        running[name] = child
        // Where we are cut off, `minqing down` finds it.
        try TextFile.write("\(child.process)\n", to: "\(ground.state)/run/\(name).pid")
        try await eventually(within: .seconds(30), every: .milliseconds(2), otherwise: "\(name) is not ready") {
            ReadyProbe.isReady(port: port(of: name))
        }
        return (ContinuousClock.now - start).inSeconds * 1000
    }

    func process(of name: String) throws -> ProcessFigures {
        guard let child = running[name], let figures = ProcessFigures(child.process) else {
            throw BenchmarkFault("\(name) does not run")
        }
        return figures
    }

    func port(of name: String) -> UInt16 {
        environments[name]?["MINQING_HTTP_PORT"].flatMap { UInt16($0) } ?? 0
    }

    func password(of name: String) -> String { environments[name]?["MINQING_POSTGRES_PASSWORD"] ?? "" }

    func token(_ role: String) throws -> String {
        guard let token = tokens["MINQING_TOKEN_\(role)"] else { throw BenchmarkFault("no token of \(role)") }
        return token
    }

    /// Starts the services again with another database; the broker stays the same.
    func serve(from database: String) async throws {
        stop()
        served = database
        for name in Self.names { _ = try await start(name) }
    }

    func processID(of name: String) throws -> pid_t {
        guard let child = running[name] else { throw BenchmarkFault("\(name) does not run") }
        return child.process
    }

    /// How many partitions the events of the installation have.
    func partitions() throws -> Int {
        guard let count = environments["intake"]?["MINQING_PARTITIONS"].flatMap({ Int($0) }), count > 0 else {
            throw BenchmarkFault("intake has no number of partitions")
        }
        return count
    }

    /// What a task of its own needs to look at the suite from outside.
    struct Measured: Sendable {
        let database: PostgresConfiguration
        let root: String
        let state: String
        let logger: Logger
    }

    var measured: Measured {
        Measured(database: database, root: ground.root, state: ground.state, logger: ground.logger)
    }

    /// The database that is served from, as the administrator.
    var database: PostgresConfiguration { ground.database(served) }

    /// Ends a service that `minqing up` started for us, and keeps its environment.
    private static func takeOver(_ name: String, _ ground: Ground) async throws -> [String: String] {
        let file = "\(ground.state)/run/\(name).pid"
        guard let process = TextFile.read(file).flatMap({ pid_t($0.filter(\.isNumber)) }),
            let variables = TextFile.read("/proc/\(process)/environ"), !variables.isEmpty
        else { throw BenchmarkFault("\(name) does not run") }
        var environment: [String: String] = [:]
        for variable in variables.split(separator: "\0") {
            guard let equals = variable.firstIndex(of: "=") else { continue }
            environment[String(variable[..<equals])] = String(variable[variable.index(after: equals)...])
        }
        kill(process, SIGTERM)
        try await eventually(within: .seconds(40), every: .milliseconds(20), otherwise: "\(name) does not end") {
            kill(process, 0) != 0
        }
        unlink(file)
        return environment
    }

    /// The `export NAME='value'` lines of `.minqing/env`.
    private static func exports(_ ground: Ground) throws -> [String: String] {
        var values: [String: String] = [:]
        for line in (TextFile.read("\(ground.state)/env") ?? "").split(separator: "\n") {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            values[String(parts[0])] = parts[1].filter { $0 != "'" }
        }
        return values
    }

    /// Statistics as an installation in use has them: a plan that was made for an empty table reads all of a full one.
    func analyse(_ database: String) async throws {
        try await PostgresPool.withPool(configuration: ground.database(database), size: 1, logger: ground.logger) {
            pool in
            try await pool.withConnection { try await $0.script("ANALYZE") }
        }
    }

    /// Units: megabytes.
    func databaseSize() async throws -> Int {
        try await PostgresPool.withPool(configuration: ground.database(Self.database), size: 1, logger: ground.logger) {
            pool in
            try await pool.query("SELECT pg_database_size(current_database()) >> 20").only(Int.self)
        }
    }

    private func copyDatabase() async throws {
        try await PostgresPool.withPool(configuration: ground.postgres, size: 1, logger: ground.logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("DROP DATABASE IF EXISTS \(Self.copy) WITH (FORCE)")
                try await connection.script("CREATE DATABASE \(Self.copy) TEMPLATE \(Self.database)")
            }
        }
    }
}
