import Glibc
import Kernel
import Postgres

/// The whole suite with a demo city: made by `minqing`, then run as children of ours, so that we can measure and end
/// them.
final class Suite {
    static let names = ["registry", "intake", "dispatch", "assessment"]
    /// A copy of the suite's database for the floor of the registration.
    static let copy = "bench_intake"

    let ground: Ground
    private let environments: [String: [String: String]]
    private let tokens: [String: String]
    private var running: [String: Child] = [:]

    private init(_ ground: Ground, environments: [String: [String: String]], tokens: [String: String]) {
        self.ground = ground
        self.environments = environments
        self.tokens = tokens
    }

    /// Makes schemas, topology and city, and starts the four services.
    static func start(_ ground: Ground) async throws -> Suite {
        let minqing = "\(ground.programs)/minqing"
        Report.say("the suite and its city:")
        _ = try Child.run(minqing, ["up"])
        // Loads the demo city by the suite's own imports, and runs one request through it.
        _ = try Child.run(minqing, ["simulate", "--count", "1", "--thinking", "20"])
        var environments: [String: [String: String]] = [:]
        for name in names { environments[name] = try await takeOver(name, ground) }
        let suite = Suite(ground, environments: environments, tokens: try exports(ground))
        try await suite.copyDatabase()
        for name in names { _ = try await suite.start(name) }
        return suite
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
        guard let environment = environments[name] else { throw BenchmarkFault("no service \(name)") }
        let start = ContinuousClock.now
        let child = try Child(
            "\(ground.programs)/\(name)", environment: environment, log: "\(ground.state)/logs/\(name).log")
        running[name] = child
        // Where we are cut off, `minqing down` finds it.
        try TextFile.write("\(child.process)\n", to: "\(ground.state)/run/\(name).pid")
        while !ReadyProbe.isReady(port: port(of: name)) {
            guard ContinuousClock.now - start < .seconds(30) else { throw BenchmarkFault("\(name) is not ready") }
            try await Task.sleep(for: .milliseconds(2))
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

    /// As the administrator.
    var database: PostgresConfiguration { ground.database("minqing") }

    /// Ends a service that `minqing up` started for us, and keeps what it was told.
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
        let deadline = ContinuousClock.now + .seconds(40)
        while kill(process, 0) == 0 {
            guard ContinuousClock.now < deadline else { throw BenchmarkFault("\(name) does not end") }
            try await Task.sleep(for: .milliseconds(20))
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
        try await PostgresPool.with(ground.database(database), logger: ground.logger) { pool in
            try await pool.withConnection { try await $0.script("ANALYZE") }
        }
    }

    private func copyDatabase() async throws {
        try await PostgresPool.with(ground.postgres, logger: ground.logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("DROP DATABASE IF EXISTS \(Self.copy) WITH (FORCE)")
                try await connection.script("CREATE DATABASE \(Self.copy) TEMPLATE minqing")
            }
        }
    }
}
