public import Hummingbird
public import Kernel
public import Wire

/// The values by which a list is ordered, of one of its rows.
public struct PageKey: Sendable, Hashable {
    /// The values, in the order in which the list is sorted.
    public let values: [String]

    /// Takes the values.
    public init(_ values: [String]) {
        self.values = values
    }

    /// The key of a row that is identified by its identifier.
    public init(_ identifier: Identifier<some Any>) {
        self.init([identifier.description])
    }

    /// The key of a row that is identified by its time and its identifier.
    public init(_ moment: Timestamp, _ identifier: Identifier<some Any>) {
        self.init([moment.iso8601, identifier.description])
    }

    /// The values as an identifier; `nil` if they are something else.
    public func identifier<Tag>(of tag: Tag.Type = Tag.self) -> Identifier<Tag>? {
        values.count == 1 ? Identifier(values[0]) : nil
    }

    /// The values as an area's code; `nil` if they are something else.
    public var areaCode: AreaCode? { values.count == 1 ? AreaCode(values[0]) : nil }

    /// The values as a moment and an identifier; `nil` if they are something else.
    public func momentAndIdentifier<Tag>(of tag: Tag.Type = Tag.self) -> (Timestamp, Identifier<Tag>)? {
        guard values.count == 2, let moment = Timestamp(iso8601: values[0]), let identifier = Identifier<Tag>(values[1])
        else { return nil }
        return (moment, identifier)
    }
}

/// A page of a list: at most `limit` rows, and the last one's key where more follow.
///
/// Rule: the query fetches ``RequestInput/fetchLimit`` rows, one more than the page holds; that one is not shown, it
/// says that there are more. Otherwise a list with exactly `limit` rows left would have a next page without rows.
public struct Page<Row> {
    /// The rows to show.
    public let rows: [Row]
    /// The key of the last of them; `nil` on the last page.
    public let next: PageKey?

    /// Cuts the rows that were fetched down to the page.
    public static func cut(_ fetched: [Row], limit: Int, key: (Row) -> PageKey) -> Page {
        let rows = Array(fetched.prefix(limit))
        return Page(rows: rows, next: fetched.count > limit ? rows.last.map(key) : nil)
    }
}

extension RequestInput {
    /// How many rows the query of a page fetches: one more than the page holds.
    public var fetchLimit: Int { limit + 1 }

    /// The key after which the page begins, as the page before said; `nil` for the first page.
    ///
    /// - Parameter read: makes the list's own key of the values; `nil` if they are not of this list.
    ///
    /// Throws: 400 for a cursor of another list, or of this one under another query.
    public func pageStart<Start>(_ read: (PageKey) -> Start?) throws(Problem) -> Start? {
        guard let cursor else { return nil }
        guard cursor.query == queryDigest, let start = read(PageKey(cursor.values)) else { throw .foreignCursor }
        return start
    }

    /// The cursor of the page after a row with that key, for this query only.
    public func cursor(after key: PageKey) -> PageCursor {
        PageCursor(after: key.values, query: queryDigest)
    }

    /// Answers the page that the fetched rows make.
    public func page<Row>(
        _ fetched: [Row], key: (Row) -> PageKey, showing show: (Row) -> some WireEncodable
    ) -> Response {
        let page = Page.cut(fetched, limit: limit, key: key)
        return .page(page.rows.map(show), next: page.next.map(cursor(after:)))
    }

    /// What was asked but for the page: the operation, the path parameters of the path and the parameters, in any order.
    private var queryDigest: UInt64 {
        let parts =
            [operation] + pathParameters.map { "\($0.key)=\($0.value)" }.sorted()
            + parameters.given.filter { $0.name != "limit" && $0.name != "cursor" }
            .map { "\($0.name)=\($0.value)" }.sorted()
        return FNV1a.hash64(parts.joined(separator: "\u{1F}").utf8)
    }
}
