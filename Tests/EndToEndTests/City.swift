import FoundationEssentials
import Glibc
import TestSupport
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
            root: trimmed, state: "\(trimmed)/.minqing/e2e-\(getpid())",
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

    /// Runs the command line; returns its exit status.
    func minqing(_ arguments: String, within limit: Duration = .seconds(600), log: String = "minqing") async throws
        -> Int
    {
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let child = try ChildProcess(
            script: "exec \(programs)/minqing \(arguments)",
            environment: ["MINQING_HOME": root, "MINQING_STATE": state], log: "\(state)/\(log).out")
        return try await child.exit(within: limit)
    }

    /// Starts the analyst's example; it prints its counts into `counts-<name>.out`.
    func count(_ arguments: String, name: String) throws -> ChildProcess? {
        guard let python else { return nil }
        return try ChildProcess(
            script: """
                . \(state)/env
                export MINQING_ANALYTICS_URL="amqp://analytics:$(cat \(state)/keys/analytics.password)@127.0.0.1:$MINQING_AMQP_PORT/minqing"
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
        _ = try await minqing("down", within: .seconds(90))
        _ = try await ChildProcess(
            script: "exec \(root)/deploy/embedded/servers wipe --root \(state)", environment: [:],
            log: "\(state)/wipe.out"
        ).exit(within: .seconds(60))
        try FileManager.default.removeItem(atPath: state)
    }

    /// After a failure the services' last words are printed, since the folder goes.
    private func keepLogs() {
        for name in ["minqing", "counts-live", "counts-replay"] { print("--- \(name)\n\(output(name).suffix(4000))") }
        for service in ["intake", "dispatch", "registry", "assessment"] {
            let data = FileManager.default.contents(atPath: "\(state)/logs/\(service).log") ?? Data()
            print("--- \(service)\n\(String(decoding: data.suffix(4000), as: UTF8.self))")
        }
    }
}
