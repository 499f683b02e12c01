import Kernel
import Messaging
import Reliability
import Wire

/// What the real `InboxGate` decided, or what a mutant makes of it.
struct Passage {
    var outcomes: [Outcome]
    var apply: [Int]
    var versions: [Identifier<AggregateTag>: Int64]
    var hold: [Int]
    var release: [InboxEntry.Position]

    init(_ entries: [InboxEntry], known: InboxGate.Known, _ mutant: Mutant?) {
        let gate = InboxGate(entries, known: known)
        outcomes = gate.outcomes
        apply = gate.apply
        versions = gate.versions
        hold = gate.hold
        release = gate.release
        switch mutant {
        case .versionGateOff?:
            hold = []
            letThrough(entries, known: known) { known.appliedHashes[entries[$0].messageID] == nil }
        case .repeatsApplied?:
            let outcomes = outcomes
            letThrough(entries, known: known) { outcomes[$0] == .applied || outcomes[$0] == .duplicate }
        case .heldForgotten?:
            release = []
        default: break
        }
    }

    private mutating func letThrough(
        _ entries: [InboxEntry], known: InboxGate.Known, where passes: (Int) -> Bool
    ) {
        apply = entries.indices.filter(passes)
        for index in entries.indices where passes(index) { outcomes[index] = .applied }
        for index in apply {
            guard let position = entries[index].position else { continue }
            let last = versions[position.aggregate] ?? known.versions[position.aggregate] ?? 0
            versions[position.aggregate] = max(last, position.version)
        }
    }
}
