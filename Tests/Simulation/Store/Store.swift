import City
import DispatchDomain
import Kernel
import Messaging
import Reliability
import Wire

/// What a transaction holds until it ends.
enum LockKey: Hashable, Comparable {
    case partition(Int)
    case request(Identifier<AggregateTag>)
    case order(WorkOrderID)
}

/// What the server answered instead of a result.
struct StoreFailure: Error {
    /// Waiting may cure it: no connection, or an answer that was lost.
    let isTransient: Bool
    let text: String

    static let connection = StoreFailure(isTransient: true, text: "no connection")
    static let answerLost = StoreFailure(isTransient: true, text: "the answer to the commit was lost")
    static let unique = StoreFailure(isTransient: false, text: "unique violation")
    static let rowCount = StoreFailure(isTransient: false, text: "an update met no row")
}

/// A transaction under way.
final class Transaction {
    let number: Int
    fileprivate(set) var xid: UInt64?
    fileprivate(set) var isOpen = true
    fileprivate(set) var keys: [LockKey] = []

    fileprivate init(number: Int) {
        self.number = number
    }
}

/// One context's schema on a PostgreSQL server, in memory.
final class Store {
    let context: Context
    /// What is committed; outbox rows stand apart, as their sequence is taken before the commit.
    private(set) var tables = Tables()
    private(set) var outbox: [Tables.Outbox] = []
    private(set) var ids = TransactionIDs()
    /// Grows with each commit: what waits for a commit reads it.
    private(set) var commits = 0
    private var nextSeq: Int64 = 1
    private var nextTransaction = 1
    private var locks: [LockKey: Int] = [:]
    private var open: [Transaction] = []
    var isDown = false
    /// The session that holds the relay's advisory lock.
    var leader: Int?
    /// Where a mutant's cursor stands.
    var broken = BrokenCursor()

    init(context: Context) {
        self.context = context
    }

    // MARK: Transactions

    func begin() throws(StoreFailure) -> Transaction {
        guard !isDown else { throw .connection }
        let transaction = Transaction(number: nextTransaction)
        nextTransaction += 1
        open.append(transaction)
        return transaction
    }

    /// Takes a lock if it is free; what is asked for must be in order, so that nobody waits in a circle.
    func lock(_ key: LockKey, for transaction: Transaction) -> Bool {
        if let holder = locks[key] { return holder == transaction.number }
        locks[key] = transaction.number
        transaction.keys.append(key)
        return true
    }

    func isFree(_ key: LockKey, for transaction: Transaction) -> Bool {
        locks[key].map { $0 == transaction.number } ?? true
    }

    func takeID(_ transaction: Transaction) {
        if transaction.xid == nil { transaction.xid = ids.take() }
    }

    /// Writes outbox rows: their sequence is taken now, and they are seen after the commit.
    func insert(_ events: [Event], in transaction: Transaction) {
        guard let xid = transaction.xid else { preconditionFailure("the id comes before the first sequence") }
        for event in events {
            outbox.append(Tables.Outbox(seq: nextSeq, xid: xid, event: event))
            nextSeq += 1
        }
    }

    func commit(_ transaction: Transaction, _ write: (inout Tables) -> Void) {
        precondition(transaction.isOpen, "a transaction ends once")
        write(&tables)
        end(transaction, committed: true)
        commits += 1
    }

    func rollback(_ transaction: Transaction) {
        guard transaction.isOpen else { return }
        end(transaction, committed: false)
    }

    /// The server goes away, or comes back: every session ends.
    func restart(isDown: Bool) {
        self.isDown = isDown
        leader = nil
        for transaction in open { rollback(transaction) }
    }

    /// One statement of its own.
    ///
    /// - Returns: the id of its transaction.
    @discardableResult
    func write(_ body: (inout Tables) -> Void) throws(StoreFailure) -> UInt64 {
        let transaction = try begin()
        takeID(transaction)
        commit(transaction, body)
        return transaction.xid ?? 0
    }

    private func end(_ transaction: Transaction, committed: Bool) {
        transaction.isOpen = false
        for key in transaction.keys { locks[key] = nil }
        if let xid = transaction.xid { ids.end(xid, committed: committed) }
        open.removeAll { $0 === transaction }
    }

    // MARK: The outbox

    /// Rows that are committed, in order of sequence.
    var committedOutbox: [Tables.Outbox] { outbox.filter { ids.isCommitted($0.xid) } }

    /// What `PostgresJournal.page` reads.
    func page(after cursor: JournalCursor, limit: Int) throws(StoreFailure) -> JournalPage {
        guard !isDown else { throw .connection }
        // Rows are numbered from 1 without a gap, those of transactions that were rolled back too.
        let above = outbox.dropFirst(Int(max(cursor.floor, cursor.position)))
        guard !above.isEmpty else {
            return JournalPage(snapshot: cursor.target == nil ? ids.snapshot : nil, rows: [])
        }
        let seen = SnapshotReading(cursor.seen)
        let target = cursor.target.map { SnapshotReading($0) }
        let rows = above.lazy.filter { row in
            self.ids.isCommitted(row.xid) && !seen.shows(row.xid) && target?.shows(row.xid) ?? true
        }.prefix(limit).map { JournalRow(seq: $0.seq, envelope: $0.event.envelope, body: $0.event.body) }
        return JournalPage(snapshot: cursor.target == nil ? ids.snapshot : nil, rows: Array(rows))
    }
}
