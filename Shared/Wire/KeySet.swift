/// Finds repeated keys: by their short hashes in a small object, by hashing with a secret seed in a large one, so that
/// nobody can choose keys that make reading slow.
struct KeySet {
    /// A key under equality of bytes; Swift's own holds texts equal that Unicode does.
    private struct Key: Hashable {
        let text: String

        static func == (left: Key, right: Key) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) {
            text.utf8.span.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }

    /// The number of members up to which each new key is compared with all others.
    private static let small = 32
    private var seen: Set<Key> = []

    init() {}

    /// Returns whether the key is new in the object that begins at an index and has that many members so far.
    @inline(__always)
    mutating func insert(
        _ key: JSONEntry, count: Int, objectAt index: Int, _ reader: borrowing JSONReader, _ bytes: Span<UInt8>
    ) -> Bool {
        guard count < Self.small else { return insertIntoSet(key, objectAt: index, reader, bytes) }
        var member = index + 1
        for _ in 0..<count {
            if reader.entries[member].hash == key.hash, isSame(reader.entries[member], key, reader, bytes) {
                return false
            }
            member = Self.next(after: member + 1, reader)
        }
        return true
    }

    private mutating func insertIntoSet(
        _ key: JSONEntry, objectAt index: Int, _ reader: borrowing JSONReader, _ bytes: Span<UInt8>
    ) -> Bool {
        if seen.isEmpty {
            var member = index + 1
            while member < reader.entries.count {
                seen.insert(Key(text: reader.text(reader.entries[member], bytes)))
                member = Self.next(after: member + 1, reader)
            }
        }
        return seen.insert(Key(text: reader.text(key, bytes))).inserted
    }

    @inline(__always)
    private static func next(after index: Int, _ reader: borrowing JSONReader) -> Int {
        reader.entries[index].isContainer ? reader.entries[index].end : index + 1
    }

    private func isSame(
        _ left: JSONEntry, _ right: JSONEntry, _ reader: borrowing JSONReader, _ bytes: Span<UInt8>
    ) -> Bool {
        Key(text: reader.text(left, bytes)) == Key(text: reader.text(right, bytes))
    }
}
