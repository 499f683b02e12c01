import ArgumentParser
import Testing

@testable import Operator

@Suite("What the command line takes")
struct ArgumentTests {
    @Test(
        "a wrong call is refused with 64",
        arguments: [
            "dead-letters list --context intake --limit 0", "dead-letters list --context intake --limit 1001",
            "dead-letters list --context console", "up --partitions 65", "up --partitions 0", "up --clock-speed 0",
            "token --role king",
            "token --role manager --minutes 1441", "token --role manager --area 33x", "describe broker --partitions 0",
            "demo", "fly",
        ])
    func refused(line: String) {
        let error = #expect(throws: (any Error).self) { try Minqing.parseAsRoot(Self.words(line)) }
        #expect(error.map { Minqing.exitCode(for: $0) } == .validationFailure)
    }

    @Test(
        "a right call is taken",
        arguments: [
            "up --json", "down --json", "install --json --partitions 16", "migrate --json", "status --json",
            "doctor --json", "journal --json", "token --role manager --json", "describe events",
            "dead-letters list --context intake --limit 1000 --json",
            "dead-letters replay --context dispatch 1 2 --dry-run --json",
        ])
    func taken(line: String) throws {
        _ = try Minqing.parseAsRoot(Self.words(line))
    }

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
