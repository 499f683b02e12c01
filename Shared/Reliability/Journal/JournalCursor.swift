/// How far a relay has come; one row of `journal_cursor`.
public struct JournalCursor: Sendable, Hashable {
    /// All that is visible in it is published.
    public var seen: Snapshot
    /// No row at or below it is outside `seen`.
    public var floor: Int64
    /// The snapshot that is being worked through, if one is.
    public var target: Snapshot?
    /// The last sequence published of the target.
    public var position: Int64
    /// How many rows were ever published, for the metrics.
    public var published: Int64

    /// The cursor of a journal of which nothing is published.
    public static let start = JournalCursor(seen: .beforeAll, floor: 0, target: nil, position: 0, published: 0)

    /// Makes a cursor.
    public init(seen: Snapshot, floor: Int64, target: Snapshot?, position: Int64, published: Int64) {
        self.seen = seen
        self.floor = floor
        self.target = target
        self.position = position
        self.published = published
    }
}

/// A page of the rows that one snapshot shows and an earlier one does not.
public struct JournalPage: Sendable, Hashable {
    /// The snapshot that the page was read in; nil where the read named a target.
    public let snapshot: Snapshot?
    /// In order of sequence.
    public let rows: [JournalRow]

    /// Makes a page.
    public init(snapshot: Snapshot?, rows: [JournalRow]) {
        self.snapshot = snapshot
        self.rows = rows
    }
}

/// Where the relay reads rows and keeps its cursor.
public protocol JournalStore: Sendable {
    /// The stored cursor, read after leadership was won.
    func cursor() async throws -> JournalCursor
    /// Rows outside `cursor.seen` and above `cursor.floor` (and inside `cursor.target`, above `cursor.position`).
    func page(after cursor: JournalCursor, limit: Int) async throws -> JournalPage
    /// Stores the cursor; with it, as dead letters, the rows that can never be sent.
    ///
    /// - Returns: the id of the transaction that did it.
    func store(_ cursor: JournalCursor, unsendable: [(row: JournalRow, reason: String)]) async throws -> UInt64
}
