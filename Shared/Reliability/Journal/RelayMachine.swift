public import Messaging

/// The relay's order of work as a pure machine: it says what to do next and is given what came of it.
///
/// One page at a time: read, publish, publish again what was not confirmed, move the cursor. The cursor moves only
/// when every row of the page is confirmed or found unsendable, so a crash at any point publishes again and loses
/// nothing.
public struct RelayMachine: Sendable {
    /// What the actor around the machine is to do.
    public enum Action: Sendable, Hashable {
        case read(JournalCursor, limit: Int)
        case publish([JournalRow])
        /// Wait before publishing again; the number counts the tries of this page.
        case backOff(attempt: Int)
        case store(JournalCursor, unsendable: [Unsendable])
        /// Nothing is left to publish: wait for a commit or the poll.
        case rest
    }

    /// A row that can never be sent, and why.
    public struct Unsendable: Sendable, Hashable {
        /// The row.
        public let row: JournalRow
        /// Why it can never be sent as it is.
        public let reason: String
    }

    private enum Phase: Sendable, Hashable {
        case reading
        case publishing(pending: [JournalRow], page: JournalPage, attempt: Int, waiting: Bool)
        case storing(next: JournalCursor, more: Bool)
        case resting
    }

    /// Rows a page.
    ///
    /// Range: 1…10,000.
    public let pageSize: Int
    /// The cursor as last stored.
    public private(set) var cursor: JournalCursor
    private var phase: Phase = .reading
    private var unsendable: [Unsendable] = []
    /// What was stored, oldest first: a transaction id that was taken after the highest sequence was seen.
    private var finished: [(later: UInt64, highest: Int64)] = []
    private var highest: Int64

    /// Starts from a stored cursor.
    public init(cursor: JournalCursor, pageSize: Int = 1000) {
        self.cursor = cursor
        self.pageSize = pageSize
        highest = max(cursor.floor, cursor.position)
    }

    /// What to do now.
    public var action: Action {
        switch phase {
        case .reading: .read(cursor, limit: pageSize)
        case .publishing(_, _, let attempt, waiting: true): .backOff(attempt: attempt)
        case .publishing(let pending, _, _, waiting: false): .publish(pending)
        case .storing(let next, _): .store(next, unsendable: unsendable)
        case .resting: .rest
        }
    }

    /// A commit happened, or the poll came round.
    public mutating func woken() {
        if phase == .resting { phase = .reading }
    }

    /// A page was read.
    public mutating func read(_ page: JournalPage) {
        guard phase == .reading else { return }
        if page.rows.isEmpty {
            // An idle read still moves the floor up to where nothing is in flight, so that later reads stay short.
            let behind = cursor.target != nil || cursor.floor < highest
            phase = behind ? .storing(next: completed(page), more: cursor.target != nil) : .resting
        } else {
            phase = .publishing(pending: page.rows, page: page, attempt: 0, waiting: false)
        }
    }

    /// The fate of the rows last handed out, in their order.
    public mutating func published(_ outcomes: [PublishOutcome]) {
        guard case .publishing(let pending, let page, let attempt, waiting: false) = phase else { return }
        precondition(outcomes.count == pending.count, "one outcome per row")
        var again: [JournalRow] = []
        for (row, outcome) in zip(pending, outcomes) {
            switch outcome {
            case .confirmed: break
            case .refused(let reason): unsendable.append(Unsendable(row: row, reason: reason))
            case .rejected, .returned, .unknown: again.append(row)
            }
        }
        if again.isEmpty {
            let full = page.rows.count >= pageSize
            phase = .storing(next: full ? advanced(page) : completed(page), more: full)
        } else {
            phase = .publishing(pending: again, page: page, attempt: attempt + 1, waiting: true)
        }
    }

    /// The wait is over.
    public mutating func waited() {
        if case .publishing(let pending, let page, let attempt, waiting: true) = phase {
            phase = .publishing(pending: pending, page: page, attempt: attempt, waiting: false)
        }
    }

    /// The cursor is stored.
    ///
    /// - Parameter transaction: the id of the transaction that stored it.
    public mutating func stored(by transaction: UInt64) {
        guard case .storing(let next, let more) = phase else { return }
        cursor = next
        if finished.last?.highest != highest { finished.append((later: transaction, highest: highest)) }
        unsendable = []
        phase = more ? .reading : .resting
    }

    /// The cursor within a snapshot that has more to show.
    private func advanced(_ page: JournalPage) -> JournalCursor {
        var next = cursor
        next.target = cursor.target ?? page.snapshot
        next.position = page.rows.last?.seq ?? cursor.position
        next.published += Int64(page.rows.count)
        return next
    }

    /// The cursor after the last page of a snapshot.
    ///
    /// Why the floor is safe: a transaction that has a sequence up to the highest that was seen took its transaction id before it,
    /// and so before the relay's own transaction, which stored the cursor after that sequence was seen. Once all ids
    /// below the relay's are over (`xmin`), every such row is visible or gone. A snapshot's own `xmax` is no such
    /// bound: it is one past the highest id that is *over*, and transactions at or above it may be under way.
    private mutating func completed(_ page: JournalPage) -> JournalCursor {
        var next = cursor
        highest = max(highest, cursor.position, page.rows.last?.seq ?? 0)
        next.published += Int64(page.rows.count)
        next.position = 0
        next.target = nil
        guard let done = cursor.target ?? page.snapshot else { return next }
        next.seen = done
        if let safe = finished.lastIndex(where: { $0.later <= done.xmin }) {
            next.floor = max(cursor.floor, finished[safe].highest)
            finished.removeFirst(safe)
        }
        return next
    }
}
