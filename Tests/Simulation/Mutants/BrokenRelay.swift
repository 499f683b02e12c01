import Kernel
import Messaging
import Reliability

/// What the relay's mutants do in place of the right thing; without a mutant it passes everything on.
struct BrokenRelay {
    /// Where the page in hand ends.
    private var pageEnd: BrokenCursor?

    mutating func page(
        _ store: Store, after cursor: JournalCursor, limit: Int, _ mutant: Mutant?
    ) throws(StoreFailure) -> JournalPage {
        switch mutant {
        case .cursorOnSequence?: return try page(store, limit: limit, bySequence: true)
        case .cursorOnTransactionID?: return try page(store, limit: limit, bySequence: false)
        case .floorTooHigh?:
            var lifted = cursor
            lifted.floor = max(cursor.floor, store.broken.floor)
            let page = try store.page(after: lifted, limit: limit)
            if page.rows.count < limit, let done = cursor.target ?? page.snapshot { finish(done, page, store) }
            return page
        default: return try store.page(after: cursor, limit: limit)
        }
    }

    /// The page in hand is confirmed and the cursor stored.
    mutating func stored(_ store: Store) {
        if let pageEnd { store.broken = pageEnd }
        pageEnd = nil
    }

    func heard(_ outcomes: [PublishOutcome], _ mutant: Mutant?) -> [PublishOutcome] {
        outcomes.map { outcome in
            switch (outcome, mutant) {
            case (.returned, .returnIsConfirmed?), (.rejected, .nackIsConfirmed?), (.unknown, .silenceIsConfirmed?):
                .confirmed
            default: outcome
            }
        }
    }

    /// The cursor of a relay that stores it before the broker has answered.
    func cursor(past rows: [JournalRow], of cursor: JournalCursor, snapshot: Snapshot) -> JournalCursor {
        var next = cursor
        next.target = cursor.target ?? snapshot
        next.position = rows.last?.seq ?? cursor.position
        return next
    }

    /// The mistake: no transaction from `xmax` on is taken to be under way.
    private mutating func finish(_ done: Snapshot, _ page: JournalPage, _ store: Store) {
        var next = store.broken
        let highest = max(next.finished.last?.highest ?? 0, page.rows.last?.seq ?? 0)
        next.finished.append((done.xmax, highest))
        if let safe = next.finished.last(where: { $0.xmax <= done.xmin }) { next.floor = safe.highest }
        pageEnd = next
    }

    private mutating func page(
        _ store: Store, limit: Int, bySequence: Bool
    ) throws(StoreFailure) -> JournalPage {
        guard !store.isDown else { throw .connection }
        let from = store.broken
        let rows = store.committedOutbox.filter { bySequence ? $0.seq > from.seq : $0.xid > from.xid }
            .sorted { bySequence ? $0.seq < $1.seq : ($0.xid, $0.seq) < ($1.xid, $1.seq) }
        var taken = Array(rows.prefix(limit))
        // A page does not end in the middle of a transaction.
        if !bySequence, let last = taken.last { taken = rows.filter { $0.xid <= last.xid } }
        pageEnd = BrokenCursor(
            seq: max(from.seq, taken.map(\.seq).max() ?? 0), xid: max(from.xid, taken.map(\.xid).max() ?? 0))
        return JournalPage(
            snapshot: store.ids.snapshot,
            rows: taken.map { JournalRow(seq: $0.seq, envelope: $0.event.envelope, body: $0.event.body) })
    }
}
