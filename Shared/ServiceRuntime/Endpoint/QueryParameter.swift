/// A parameter of the query string.
///
/// One that no route declares is refused, and so is one that comes twice.
public struct QueryParameter: Sendable, Hashable {
    /// The kind of value.
    public enum Kind: Sendable, Hashable {
        /// Text of at most so many characters as a reader sees them, and 40 bytes for each of them.
        case text(maxLength: Int)
        /// A UUID in its canonical text.
        case identifier
        /// One of the named values; also for `sort`.
        case choice([String])
        /// A whole number within the range.
        case integer(ClosedRange<Int>)
        /// `true` or `false`.
        case boolean
        /// A moment in ISO 8601 with its zone.
        case timestamp
        /// A date in ISO 8601.
        case date
        /// A statistical code of 4 to 15 digits.
        case areaCode
        /// Where the last page ended.
        case cursor
    }

    /// The name.
    public let name: String
    /// The kind of value.
    public let kind: Kind
    /// Whether it has to be there.
    public let isRequired: Bool
    /// Whether it may come more than once.
    public let isRepeated: Bool
    /// What it means, in one sentence.
    public let summary: String

    /// Describes a parameter.
    public init(
        _ name: String, _ kind: Kind, required: Bool = false, repeated: Bool = false, _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = required
        self.isRepeated = repeated
        self.summary = summary
    }

    /// The longest page.
    public static let greatestLimit = 200

    /// The two parameters of a list that comes in pages: `limit` (1…200) and `cursor`.
    public static let page = [
        QueryParameter("limit", .integer(1...greatestLimit), "How many at most; 50 if it is not given."),
        QueryParameter("cursor", .cursor, "Value of `next_cursor` of the previous page."),
    ]

    /// The parameter that orders a list: one of the names, each also with a `-` before it for the reverse.
    public static func sort(_ names: [String], _ summary: String = "The order.") -> QueryParameter {
        QueryParameter("sort", .choice(names + names.map { "-" + $0 }), summary)
    }
}
