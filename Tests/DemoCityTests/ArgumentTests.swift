import ArgumentParser
import Testing

@testable import DemoCity

@Suite("What the demo city's program takes")
struct ArgumentTests {
    @Test(
        "a wrong call is refused with 64",
        arguments: [
            "simulate --disturb", "simulate --crash intake=unit.afterCommit:5", "run --crash intake=nowhere:5",
            "run --crash console=unit.afterCommit:5", "run --count 0", "run --rate 10001", "run --partitions 65", "up",
        ])
    func refused(line: String) {
        let error = #expect(throws: (any Error).self) { try DemoCityProgram.parseAsRoot(Self.words(line)) }
        #expect(error.map { DemoCityProgram.exitCode(for: $0) } == .validationFailure)
    }

    @Test(
        "a right call is taken",
        arguments: [
            "run --disturb --count 10", "run --crash intake=unit.afterCommit:5", "run --from a.jsonl --seed 7",
            "simulate --endless --json", "simulate --count 5 --clock-speed 240 --log a.jsonl",
        ])
    func taken(line: String) throws {
        _ = try DemoCityProgram.parseAsRoot(Self.words(line))
    }

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
