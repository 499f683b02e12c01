import ArgumentParser
import City
import Kernel
import SuiteControl

/// What a run of the demo is given.
struct LoadOptions: ParsableArguments {
    @Option(help: "How many requests (1…1000000).") var count = 1000
    @Option(help: "How many members (10…100000).") var members = 2000
    @Option(help: "The same seed makes the same requests and random choices; the first one makes the city.") var seed:
        UInt64 = 42
    @Option(help: "Requests per second (1…10000).") var rate = 25
    @Option(help: "Longest time that a simulated person thinks, in milliseconds (20…60000).") var thinking = 400
    @Option(help: "Take the requests' words from a file: one JSON object per line with subject and body.")
    var from: String?
    @Flag(help: "Kill each service and restart each server once while it runs.") var disturb = false
    @Option(help: "Let a service end itself whenever it has come that often to a point: intake=unit.afterCommit:50.")
    var crash: [String] = []
    @Flag(help: "Let members and staff work on, for others' requests too, until the process is ended.")
    var endless = false
    @Option(help: "Add every answer that clients get to a file, one JSON object per line.") var log: String?
    @OptionGroup var options: StackOptions

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count is 1…1000000") }
        guard (10...100_000).contains(members) else { throw ValidationError("--members is 10…100000") }
        guard (1...10_000).contains(rate) else { throw ValidationError("--rate is 1…10000") }
        guard (20...60_000).contains(thinking) else { throw ValidationError("--thinking is 20…60000") }
        _ = try crashes()
    }

    func run(startsStack: Bool) async throws {
        try await Faults.reported {
            var stack = try options.stack()
            if startsStack {
                var faster = stack.options
                if faster.clockSpeed == 1 { faster.clockSpeed = Self.demoClockSpeed }
                faster.crashes = try crashes()
                stack = Stack(installation: stack.installation, options: faster, logger: stack.logger)
            } else {
                _ = try stack.partitions()
            }
            var plan = DemoRun.Plan()
            plan.count = count
            plan.members = members
            plan.seed = seed
            plan.rate = rate
            plan.thinking = thinking
            plan.file = from
            plan.disturb = disturb
            plan.journal = log
            plan.isEndless = endless
            plan.startsStack = startsStack
            let report = try await DemoRun(stack: stack, plan: plan, logger: stack.logger).run()
            try TextFile.write(report.json + "\n", to: stack.installation.demoReport)
            Terminal.print(options.json ? report.json : report.table)
            for finding in report.consistency.findings { Terminal.say("  ! \(finding)") }
            sayWhereThingsAre(stack)
            if !report.holds { throw OperatorFault.demo("the consistency report shows faults") }
        }
    }

    private func crashes() throws -> [String: String] {
        try crash.reduce(into: [:]) { crashes, text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, CityContext.names.contains(parts[0]), CrashPlan(parts[1]) != nil else {
                throw ValidationError(
                    "--crash \(text): must be service=point:passing; points: \(CrashPoint.allCases.map(\.rawValue))")
            }
            crashes[parts[0]] = parts[1]
        }
    }

    /// Seconds of the city's time per second: a working day passes in about two minutes.
    ///
    /// Source: our choice.
    static let demoClockSpeed = 240

    private func sayWhereThingsAre(_ stack: Stack) {
        let environment = EnvironmentFile(
            parsing: (try? TextFile.read(stack.installation.environmentFile)) ?? "")
        Terminal.say("\nThe suite stays up. Its APIs, each with its description at /openapi.json:")
        for name in CityContext.names {
            Terminal.say("  \(name)  \(environment[Stack.urlVariable(name)] ?? "")")
        }
        Terminal.say("Addresses and a token per role: . .minqing/env    Report: .minqing/demo-report.json")
        Terminal.say("Stop: make down    Forget everything: make wipe")
    }
}
