import City
import FoundationEssentials
import Glibc
import TestSupport
import Testing
import Wire

/// A whole suite of its own: servers, services and state in a folder that the test removes.
struct City {
    let root: String
    let state: String
    let python: String?

    /// The folder of the built programs: the test's own.
    private var programs: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        // The tests run inside a bundle beside the programs, or inside the toolchain's own runner.
        let candidates = [CommandLine.arguments[0], own] + CommandLine.arguments
        for path in candidates {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            if FileManager.default.fileExists(atPath: "\(folder)/minqing") { return folder }
        }
        return "\(root)/.build/debug"
    }

    /// Lends a city's state folder and takes everything down afterwards.
    static func with(_ body: (City) async throws -> Void) async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let trimmed = root.hasSuffix("/") ? String(root.dropLast()) : root
        let city = City(
            root: trimmed, state: "\(trimmed)/.minqing/e2e-\(getpid())-\(UInt32.random(in: 0 ... .max))",
            python: Environment.value("MINQING_TEST_PYTHON"))
        do {
            try await body(city)
        } catch {
            city.keepLogs()
            try? await city.remove()
            throw error
        }
        try await city.remove()
    }

    /// Runs the operator's command line; returns its exit status.
    func minqing(_ arguments: String, within limit: Duration = .seconds(600), log: String = "minqing") async throws
        -> Int
    {
        try await run("minqing", arguments, within: limit, log: log)
    }

    /// Runs the demo city's program; returns its exit status.
    func demoCity(_ arguments: String, within limit: Duration = .seconds(600), log: String = "demo-city") async throws
        -> Int
    {
        try await run("demo-city", arguments, within: limit, log: log)
    }

    private func run(_ program: String, _ arguments: String, within limit: Duration, log: String) async throws -> Int {
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let child = try ChildProcess(
            script: "exec \(programs)/\(program) \(arguments)",
            environment: ["MINQING_HOME": root, "MINQING_STATE": state], log: "\(state)/\(log).out")
        return Self.code(try await child.exit(within: limit))
    }

    /// Runs a program with `--json`; returns its exit status and the JSON objects that it printed, one per line.
    func json(_ arguments: String, of program: String = "minqing", within limit: Duration = .seconds(300)) async throws
        -> (code: Int, lines: [WireObject])
    {
        let name = "json-\(UInt64.random(in: 0 ... .max))"
        let code = try await run(
            program, "\(arguments) --json 2>>\(state)/\(program).out", within: limit, log: name)
        return (code, try output(name).split(separator: "\n").map { try WireObject(parsing: Array($0.utf8)) })
    }

    /// Runs a shell script that knows `.minqing/env`; returns its exit status.
    func shell(_ script: String, log: String) async throws -> Int {
        let child = try ChildProcess(script: ". \(state)/env\n\(script)", environment: [:], log: "\(state)/\(log).out")
        return Self.code(try await child.exit(within: patience * 3))
    }

    /// What a `SELECT` of keys and counts says.
    func counts(from question: String) async throws -> [String: Int64] {
        let name = "question-\(UInt64.random(in: 0 ... .max))"
        let code = try await shell(
            """
            export PGPASSWORD="$MINQING_POSTGRES_PASSWORD"
            exec psql -XAtq -h "$MINQING_POSTGRES_HOST" -p "$MINQING_POSTGRES_PORT" -U "$MINQING_POSTGRES_USER" \\
                -d "$MINQING_POSTGRES_DATABASE" -c "SELECT json_object_agg(key, n) FROM (\(question)) AS q (key, n)"
            """, log: name)
        #expect(code == 0, "\(output(name))")
        return try Self.table(try WireObject(parsing: Array(output(name).utf8)))
    }

    /// The members of an object of counts.
    static func table(_ object: WireObject) throws -> [String: Int64] {
        var table: [String: Int64] = [:]
        for key in object.members.keys { table[key] = try object.integer(key, in: 0...1_000_000) }
        return table
    }

    /// The exit status of a wait status; above 128 where a signal ended it.
    private static func code(_ status: Int) -> Int { status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f }

    /// Starts the analyst's example; it prints its counts into `counts-<name>.out`.
    func count(_ arguments: String, name: String) throws -> ChildProcess? {
        guard let python else { return nil }
        return try ChildProcess(
            script: """
                . \(state)/env
                exec \(python) \(root)/deploy/examples/count.py \(arguments)
                """,
            environment: [:], log: "\(state)/counts-\(name).out")
    }

    /// What the analyst's example printed last.
    func counts(_ name: String) throws -> WireObject {
        let text = output("counts-\(name)")
        let line = text.split(separator: "\n").last.map(String.init) ?? ""
        return try WireObject(parsing: Array(line.utf8))
    }

    func report() throws -> WireObject {
        try WireObject(parsing: Array((FileManager.default.contents(atPath: "\(state)/demo-report.json") ?? Data())))
    }

    func output(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(state)/\(name).out") ?? Data(), as: UTF8.self)
    }

    private func remove() async throws {
        _ = try await minqing("down", within: patience * 3)
        _ = try await ChildProcess(
            script: "exec \(root)/deploy/embedded/servers wipe --root \(state)", environment: [:],
            log: "\(state)/wipe.out"
        ).exit(within: patience * 3)
        try FileManager.default.removeItem(atPath: state)
    }

    /// After a failure the services' last words are printed, since the folder goes.
    private func keepLogs() {
        for name in ["minqing", "demo-city", "counts-live", "counts-replay"] {
            print("--- \(name)\n\(output(name).suffix(4000))")
        }
        for service in CityContext.names {
            let data = FileManager.default.contents(atPath: "\(state)/logs/\(service).log") ?? Data()
            print("--- \(service)\n\(String(decoding: data.suffix(4000), as: UTF8.self))")
        }
    }
}
