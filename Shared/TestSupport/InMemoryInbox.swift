public import Messaging
public import Reliability

/// Which messages were applied, and which wait for an earlier one.
public struct InMemoryInbox: Sendable {
    /// Makes an empty inbox.
    public init() {}

    private var known = InboxGate.Known()

    /// What the gate says of the entries.
    public func gate(_ entries: [InboxEntry]) -> InboxGate {
        var known = known
        known.freshCommands = Set(
            entries.filter { $0.position == nil && known.appliedHashes[$0.messageID] == nil }.map(\.messageID))
        return InboxGate(entries, known: known)
    }

    /// Takes in what the gate said, once its effects are stored.
    public mutating func settle(_ gate: InboxGate, _ entries: [InboxEntry]) {
        for entry in gate.apply.map({ entries[$0] }) {
            known.appliedHashes[entry.messageID] = entry.bodyHash
            if let position = entry.position { known.waiting[position] = nil }
        }
        known.versions.merge(gate.versions) { $1 }
        for entry in gate.hold.map({ entries[$0] }) { entry.position.map { known.waiting[$0] = false } }
        for position in gate.release { known.waiting[position] = true }
    }
}
