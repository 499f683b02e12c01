/// The statements that one connection has prepared, by their text and parameter types.
struct StatementCache {
    /// What makes two statements the same to the server.
    struct Key: Hashable {
        let text: String
        let types: [PostgresType]
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var named: UInt64 = 0

    /// The names of statements that are no longer known here and still are to the server.
    private var evicted: [String] = []

    /// Range: a limit from 1.
    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The number of statements.
    var count: Int { entries.count }

    /// The name of a prepared statement, which counts as a use.
    mutating func find(_ key: Key) -> String? {
        uses += 1
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].lastUse = uses
        return entries.values[index].name
    }

    /// A name that no statement of this connection ever had.
    mutating func makeName() -> String {
        named += 1
        return "s\(named)"
    }

    /// Notes that the server has prepared a statement; the least recently used one goes if there are too many.
    mutating func insert(_ key: Key, name: String) {
        uses += 1
        if let former = entries.updateValue(Entry(name: name, lastUse: uses), forKey: key) {
            evicted.append(former.name)
        }
        guard entries.count > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return
        }
        entries[oldest.key] = nil
        evicted.append(oldest.value.name)
    }

    /// The names to deallocate, which are then forgotten.
    mutating func takeEvicted() -> [String] {
        defer { evicted.removeAll() }
        return evicted
    }

    /// Forgets everything, because plans went stale or the session forgot its statements.
    mutating func removeAll() {
        evicted.append(contentsOf: entries.values.map(\.name))
        entries.removeAll()
    }
}
