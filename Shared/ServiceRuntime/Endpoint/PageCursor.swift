public import Kernel

/// Where a page of a list ended, opaque to the caller: the values by which the list is ordered, of its last element,
/// and a digest of the query that was asked.
///
/// Why: an offset skips and repeats elements when rows come and go; the last element's own key does not. A cursor that
/// is sent with another query would skip elements of that one without a sign, so it is refused. A cursor is no secret
/// and no permission: row-level security holds on every page.
public struct PageCursor: Sendable, Hashable, CustomStringConvertible {
    /// The values, in the order in which the list is sorted.
    public let values: [String]

    /// The digest of route and query, without `limit` and `cursor`; 0 where the cursor is bound to none.
    let query: UInt64

    /// Makes the cursor that follows an element, bound to no query.
    public init(after values: [String]) {
        self.init(after: values, query: 0)
    }

    init(after values: [String], query: UInt64) {
        self.values = values
        self.query = query
    }

    /// Makes the cursor that follows an element that is identified by its time and its identifier, bound to no query.
    public init(after moment: Timestamp, _ identifier: Identifier<some Any>) {
        self.init(after: PageKey(moment, identifier).values)
    }

    /// Reads a cursor that an earlier answer carried; `nil` if it is not one.
    public init?(_ text: String) {
        guard text.utf8.count <= 1_000, let bytes = Base64URL.decode(text.utf8), bytes.first == Self.mark,
            bytes.count >= 9, let joined = String(validating: bytes.dropFirst(9), as: UTF8.self)
        else { return nil }
        query = bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) }
        values = joined.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
    }

    /// The opaque text.
    public var description: String {
        let digest = (0..<8).map { UInt8(truncatingIfNeeded: query >> (56 - 8 * UInt64($0))) }
        return Base64URL.encode([Self.mark] + digest + Array(values.joined(separator: "\u{1F}").utf8))
    }

    /// The values as a moment and an identifier.
    ///
    /// Throws: 400 if the cursor is one of another list.
    public func momentAndIdentifier<Tag>(of tag: Tag.Type = Tag.self) throws(Problem) -> (Timestamp, Identifier<Tag>) {
        guard let key = PageKey(values).momentAndIdentifier(of: tag) else { throw .foreignCursor }
        return key
    }

    private static let mark: UInt8 = 2
}

extension Problem {
    /// 400: the cursor is one of another list, or of another query of this one.
    static let foreignCursor = Problem.invalidQuery("cursor", "is not a cursor of this list and query")
}
