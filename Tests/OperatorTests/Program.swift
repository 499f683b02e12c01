import FoundationEssentials
import TestSupport

/// The built `minqing`, with a state folder of its own in which nothing was installed.
enum Program {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The tests run inside a bundle beside the programs, or inside the toolchain's own runner.
    private static var path: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for candidate in CommandLine.arguments + [own] {
            let folder = candidate.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
            if FileManager.default.fileExists(atPath: "\(folder)/minqing") { return "\(folder)/minqing" }
        }
        return "\(root)/.build/debug/minqing"
    }

    /// Runs a command to its end; returns its exit code and what it printed to standard output.
    static func run(_ line: String, environment: [String: String] = [:]) async throws -> (code: Int, lines: [String]) {
        let state = FileManager.default.temporaryDirectory.appending(path: "minqing-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: state) }
        let output = state.appending(path: "output").path
        let variables = ["MINQING_HOME": root, "MINQING_STATE": state.path].merging(environment) { $1 }
        let child = try ChildProcess(script: "exec \(path) \(line) 2>/dev/null", environment: variables, log: output)
        let status = try await child.exit(within: patience)
        let text = String(decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
        return (status >> 8, text.split(separator: "\n").map(String.init))
    }
}
