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
        case wire, postgres, amqp, hop, offer, http, growth, burst, backlog, failover
    }

    @Option(help: "Sections, separated by commas: \(Section.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: String?
    @Option(help: "Measurements of each figure and of each floor (1…50).") var runs = 5
    @Option(help: "Events a measurement of the hop and of the broker (1000…1000000).") var events = 20_000
    @Option(help: "Seconds a measurement of HTTP and of the offers (2…600).") var seconds = 6
    @Option(help: "Stored cases at which lifecycles are measured, rising, separated by commas (each 0…10000000).")
    var cases = "0,100000,1000000"
    @Option(help: "Cases that the run before has stored in the same state folder, to measure on them once more.")
    var stored = 0
    @Option(help: "Clients that live lifecycles (1…500).") var clients = 64
    @Option(help: "Seconds that the tenfold burst lasts (5…600).") var burst = 60
    @Option(help: "Seconds of work for the hop whose leader is killed (30…1200).") var disturbed = 120
    @Option(help: "Events in the backlog of the relay (1000…10000000).") var backlog = 1_000_000
    @Option(help: "The same seed makes the same past cases.") var seed: UInt64 = 42
    @Option(help: "Where the figures are written, as JSON.") var output: String?

    func validate() throws {
        guard (1...50).contains(runs) else { throw ValidationError("--runs is 1…50") }
        guard (1000...1_000_000).contains(events) else { throw ValidationError("--events is 1000…1000000") }
        guard (2...600).contains(seconds) else { throw ValidationError("--seconds is 2…600") }
        guard (1...500).contains(clients) else { throw ValidationError("--clients is 1…500") }
        guard (5...600).contains(burst) else { throw ValidationError("--burst is 5…600") }
        guard (30...1200).contains(disturbed) else { throw ValidationError("--disturbed is 30…1200") }
        guard (1000...10_000_000).contains(backlog) else { throw ValidationError("--backlog is 1000…10000000") }
        _ = try sections()
        _ = try levels()
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
        // Each on a suite of its own: what one leaves behind is not measured with the next.
        func takeAlone(_ section: Section, _ measure: (Suite) async throws -> [Figure]) async throws {
            guard wanted.contains(section) else { return }
            let keeps = section == .growth && stored > 0
            if !keeps { try await Suite.forget(ground) }
            let suite = try await Suite.start(ground, copies: !keeps)
            defer { suite.stop() }
            try await take(section) { try await measure(suite) }
        }
        try await takeAlone(.burst) { try await BurstBenchmark(suite: $0, seconds: seconds, burst: burst).figures() }
        try await takeAlone(.backlog) { try await BacklogBenchmark(suite: $0, events: backlog).figures() }
        try await takeAlone(.growth) {
            try await GrowthBenchmark(
                suite: $0, levels: levels(), stored: stored, runs: runs, seconds: seconds, clients: clients, seed: seed
            ).figures()
        }
        // Last: it leaves the run's broker in a cluster whose other members are gone.
        try await take(.failover) {
            try await FailoverBenchmark(ground: ground, runs: runs, events: events, seconds: disturbed).figures()
        }
        Report.printTable(figures)
        try Report.write(figures, to: output ?? ground.output)
    }

    private func levels() throws -> [Int] {
        let levels = cases.split(separator: ",").map { Int($0) ?? -1 }
        guard !levels.isEmpty, levels == levels.sorted(), levels.allSatisfy({ (0...10_000_000).contains($0) }) else {
            throw ValidationError("--cases is a rising list of numbers from 0 to 10000000")
        }
        return levels
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
