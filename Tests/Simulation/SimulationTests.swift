import Kernel
import Testing

@Suite("Histories with faults")
struct SimulationTests {
    @Test("every property holds in every history")
    func properties() async {
        let settings = Settings.current
        if let seed = settings.seed {
            let report = History.run(seed: seed, keepsLog: true)
            for line in report.lines { print(line) }
            print("seed \(seed): \(report.steps) steps, hash \(String(report.hash, radix: 16))")
            record(report)
            return
        }
        let lanes = 2
        let reports = await withTaskGroup(of: [History.Report].self) { group in
            for lane in 0..<lanes {
                group.addTask { @concurrent in
                    stride(from: lane, to: settings.histories, by: lanes).map {
                        History.run(seed: UInt64($0) + 1)
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for report in reports.sorted(by: { $0.seed < $1.seed }) where report.violation != nil { record(report) }
        func sum(_ count: (History.Report) -> Int) -> Int { reports.reduce(0) { $0 + count($1) } }
        let hash = reports.reduce(UInt64(0)) { $0 ^ $1.hash }
        print(
            "\(reports.count) histories, \(sum(\.steps)) steps, \(sum(\.events)) events,",
            "\(sum(\.deadLetters)) dead letters (\(sum(\.condemned)) for others' sake, all replayed),",
            "hash \(String(hash, radix: 16))")
    }

    @Test("the same seed gives the same history", arguments: 1...20 as ClosedRange<UInt64>)
    func repeatable(seed: UInt64) {
        #expect(History.run(seed: seed).hash == History.run(seed: seed, keepsLog: true).hash)
        #expect(History.run(seed: seed).hash != History.run(seed: seed + 1).hash)
    }

    private func record(_ report: History.Report) {
        guard let violation = report.violation else { return }
        Issue.record(
            """
            seed \(report.seed), step \(violation.step): \(violation.property.rawValue) – \(violation.detail). \
            Replay: MINQING_SIMULATION_SEED=\(report.seed)
            """)
    }
}
