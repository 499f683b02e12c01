import Reliability

/// The transaction ids of a PostgreSQL server, and what a snapshot says of them.
///
/// Source: PostgreSQL 15, `GetSnapshotData`: `xmax` is one past the highest *completed* id, so a transaction may have
/// an id at or above `xmax` and be under way; such a one is not in the list.
struct TransactionIDs {
    private var next: UInt64 = 100
    private var latestCompleted: UInt64 = 99
    /// In order of their ids.
    private var underWay: [UInt64] = []
    private var committed: Set<UInt64> = []

    mutating func take() -> UInt64 {
        underWay.append(next)
        next += 1
        return next - 1
    }

    mutating func end(_ id: UInt64, committed isCommitted: Bool) {
        underWay.removeAll { $0 == id }
        latestCompleted = max(latestCompleted, id)
        if isCommitted { committed.insert(id) }
    }

    func isCommitted(_ id: UInt64) -> Bool { committed.contains(id) }

    /// The present snapshot, as `pg_current_snapshot()` prints it.
    var snapshot: Snapshot {
        let xmax = latestCompleted + 1
        let list = underWay.filter { $0 < xmax }
        let text = "\(list.first ?? xmax):\(xmax):" + list.map { "\($0)" }.joined(separator: ",")
        guard let snapshot = Snapshot(text) else { preconditionFailure("\(text) is no snapshot") }
        return snapshot
    }
}

/// A snapshot read once, for many questions.
struct SnapshotReading {
    private let snapshot: Snapshot
    private let underWay: [UInt64]

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        let list = snapshot.text.split(separator: ":", omittingEmptySubsequences: false)
        underWay = list.count == 3 ? list[2].split(separator: ",").compactMap { UInt64($0) } : []
    }

    /// What `pg_visible_in_snapshot` answers.
    func shows(_ id: UInt64) -> Bool {
        if id < snapshot.xmin { return true }
        return id < snapshot.xmax && !underWay.contains(id)
    }
}
