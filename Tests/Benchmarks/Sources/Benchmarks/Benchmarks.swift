import ArgumentParser
import Glibc

/// Measures the suite beside floors of the same run, prints a table and writes `.minqing/bench.json`.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measure the suite beside the floors of the same run; see Tests/Benchmarks/README.md.")

    /// The sections, in the order of running.
    enum Section: String, CaseIterable, ExpressibleByArgument {
        case wire, postgres, amqp, hop, offer, http
    }

    @Option(help: "Sections, separated by commas: \(Section.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: String?
    @Option(help: "Measurements of each figure and of each floor (1…50).") var runs = 5
    @Option(help: "Events a measurement of the hop and of the broker (1000…1000000).") var events = 20_000
    @Option(help: "Seconds a measurement of HTTP and of the offers (2…600).") var seconds = 6
    @Option(help: "Where the figures are written, as JSON.") var output: String?

    func validate() throws {
        guard (1...50).contains(runs) else { throw ValidationError("--runs is 1…50") }
        guard (1000...1_000_000).contains(events) else { throw ValidationError("--events is 1000…1000000") }
        guard (2...600).contains(seconds) else { throw ValidationError("--seconds is 2…600") }
        _ = try sections()
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let ground = try Ground()
        let wanted = try sections()
        var figures: [Figure] = []
        func take(_ section: Section, _ measure: () async throws -> [Figure]) async throws {
            guard wanted.contains(section) else { return }
            Report.say("\(section.rawValue):")
            let new = try await measure()
            figures += new
            for figure in new { Report.say("  " + figure.line) }
        }
        try await take(.wire) { try WireBenchmark(runs: runs).figures() }
        try await take(.postgres) { try await DatabaseBenchmark(ground: ground, runs: runs).figures() }
        try await take(.amqp) { try await BrokerBenchmark(ground: ground, runs: runs, events: events).figures() }
        try await take(.hop) { try await HopBenchmark(ground: ground, runs: runs, events: events).figures() }
        if wanted.contains(.http) || wanted.contains(.offer) {
            let suite = try await Suite.start(ground)
            defer { suite.stop() }
            try await take(.offer) { try await OfferBenchmark(suite: suite, runs: runs, seconds: seconds).figures() }
            try await take(.http) {
                try await RegistrationBenchmark(suite: suite, runs: runs, seconds: seconds).figures()
            }
        }
        Report.printTable(figures)
        try Report.write(figures, to: output ?? ground.output)
    }

    private func sections() throws -> Set<Section> {
        guard let only else { return Set(Section.allCases) }
        return Set(
            try only.split(separator: ",").map { name in
                guard let section = Section(rawValue: String(name)) else {
                    throw ValidationError("no section '\(name)'")
                }
                return section
            })
    }
}
