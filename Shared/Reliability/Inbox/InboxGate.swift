public import Kernel
public import Messaging
public import Wire

/// Decides, for a batch of one partition, which messages are applied now: the version gate as a pure function.
public struct InboxGate: Sendable {
    /// Somebody else uses an id of ours, or a sender reuses his.
    static let reusedID = Refusal(.forged, "message_id was used before with another body")

    /// What stood in the tables when the transaction had the partition's lock.
    public struct Known: Sendable {
        /// The last version applied of each aggregate; absent = none.
        public var versions: [Identifier<AggregateTag>: Int64]
        /// The events that wait, by position, and whether a retry is due (true) or they are held (false).
        public var waiting: [InboxEntry.Position: Bool]
        /// The commands among the batch that had not been applied.
        public var freshCommands: Set<Identifier<MessageTag>>
        /// Body hashes of messages of the batch that had been applied.
        public var appliedHashes: [Identifier<MessageTag>: UInt64]

        /// Makes it.
        public init(
            versions: [Identifier<AggregateTag>: Int64] = [:], waiting: [InboxEntry.Position: Bool] = [:],
            freshCommands: Set<Identifier<MessageTag>> = [],
            appliedHashes: [Identifier<MessageTag>: UInt64] = [:]
        ) {
            self.versions = versions
            self.waiting = waiting
            self.freshCommands = freshCommands
            self.appliedHashes = appliedHashes
        }
    }

    /// One outcome per entry, in their order.
    public let outcomes: [Outcome]
    /// Indexes of the entries to apply, in order.
    public let apply: [Int]
    /// The versions after the batch, of the aggregates that moved.
    public let versions: [Identifier<AggregateTag>: Int64]
    /// Indexes of the entries that are to wait and have no row yet.
    public let hold: [Int]
    /// Held events whose turn has come.
    public let release: [InboxEntry.Position]

    /// Passes a batch through the gate: last + 1 is applied, lower is dropped, higher is held.
    public init(_ entries: [InboxEntry], known: Known) {
        var outcomes: [Outcome] = []
        var apply: [Int] = []
        var hold: [Int] = []
        var moved: [Identifier<AggregateTag>: Int64] = [:]
        var taken: Set<Identifier<MessageTag>> = []
        var held: Set<InboxEntry.Position> = []
        for (index, entry) in entries.enumerated() {
            let outcome = Self.outcome(of: entry, known: known, moved: moved, taken: taken, held: held)
            outcomes.append(outcome)
            switch outcome {
            case .applied:
                apply.append(index)
                taken.insert(entry.messageID)
                if let position = entry.position { moved[position.aggregate] = position.version }
            case .held:
                if let position = entry.position, known.waiting[position] == nil, held.insert(position).inserted {
                    hold.append(index)
                }
            case .duplicate, .refused: break
            }
        }
        self.outcomes = outcomes
        self.apply = apply
        self.hold = hold
        versions = moved
        release = moved.compactMap { aggregate, version in
            let next = InboxEntry.Position(aggregate: aggregate, version: version + 1)
            return known.waiting[next] == false || held.contains(next) ? next : nil
        }
    }

    private static func outcome(
        of entry: InboxEntry, known: Known, moved: [Identifier<AggregateTag>: Int64],
        taken: Set<Identifier<MessageTag>>, held: Set<InboxEntry.Position>
    ) -> Outcome {
        if let hash = known.appliedHashes[entry.messageID], hash != entry.bodyHash {
            return .refused(Self.reusedID)
        }
        guard let position = entry.position else {
            return known.freshCommands.contains(entry.messageID) && !taken.contains(entry.messageID)
                ? .applied : .duplicate
        }
        let last = moved[position.aggregate] ?? known.versions[position.aggregate] ?? 0
        if position.version <= last { return .duplicate }
        if position.version > last + 1 { return .held }
        // Its turn, but a row of it is waiting, or was made in this very batch: the retry takes it, at its time.
        let isWaiting = known.waiting[position] != nil || held.contains(position)
        return isWaiting && !entry.isRetry ? .held : .applied
    }
}
