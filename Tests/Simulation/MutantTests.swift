import Testing

@Suite("Mechanisms broken on purpose")
struct MutantTests {
    /// How many histories a mutant may survive before it counts as a survivor.
    static let patience: UInt64 = 400

    /// What became of one mutant.
    private struct Fate: Sendable {
        let mutant: Mutant
        let seed: UInt64
        let property: Property?
        let detail: String
    }

    @Test("an order that was read without a lock is safe, as the row count of its update is compared")
    func covered() {
        for mutant in Mutant.allCases where mutant.isCovered {
            for seed in 1...Self.patience / 2 {
                let violation = History.run(seed: seed, mutant: mutant).violation
                #expect(violation == nil, "\(mutant), seed \(seed): \(violation?.detail ?? "")")
            }
        }
    }

    @Test("every broken mechanism is noticed by a property")
    func noSurvivor() async {
        let lanes = 2
        let mutants = Mutant.allCases.filter { !$0.isCovered }
        let fates = await withTaskGroup(of: [Fate].self) { group in
            for lane in 0..<lanes {
                group.addTask { @concurrent in
                    stride(from: lane, to: mutants.count, by: lanes).map { Self.hunt(mutants[$0]) }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let pairs = mutants.enumerated().map { ($1, $0) }
        let order = Dictionary(uniqueKeysWithValues: pairs)
        for fate in fates.sorted(by: { (order[$0.mutant] ?? 0) < (order[$1.mutant] ?? 0) }) {
            let caught = fate.property.map { "\($0) (seed \(fate.seed)): \(fate.detail)" } ?? "SURVIVES"
            print("\(fate.mutant.words) | \(caught)")
            #expect(fate.property != nil, "nothing noticed that \(fate.mutant.words)")
            if let property = fate.property {
                #expect(
                    fate.mutant.guardedBy.contains(property), "\(fate.mutant) was noticed by \(property) instead")
            }
        }
    }

    /// Runs histories until a property does not hold.
    private static func hunt(_ mutant: Mutant) -> Fate {
        for seed in 1...patience {
            let report = History.run(seed: seed, mutant: mutant)
            if mutant == .unseededChoice, History.run(seed: seed, mutant: mutant).hash != report.hash {
                return Fate(
                    mutant: mutant, seed: seed, property: .sameSeedSameHistory, detail: "two hashes of one seed")
            }
            if let violation = report.violation {
                return Fate(mutant: mutant, seed: seed, property: violation.property, detail: violation.detail)
            }
        }
        return Fate(mutant: mutant, seed: 0, property: nil, detail: "")
    }
}
