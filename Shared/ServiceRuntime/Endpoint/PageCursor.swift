public import Kernel

/// Where a page of a list ended, opaque to the caller: the values by which the list is ordered, of its last element.
///
/// Why: an offset skips and repeats elements when rows come and go; the last element's own key does not. A cursor is no
/// secret and no permission: row-level security holds on every page.
public struct PageCursor: Sendable, Hashable, CustomStringConvertible {
    /// The values, in the order in which the list is sorted.
    public let values: [String]

    /// Makes the cursor that follows an element.
    public init(after values: [String]) {
        self.values = values
    }

    /// Makes the cursor that follows an element which is told apart by its time and its identifier.
    public init(after moment: Timestamp, _ identifier: Identifier<some Any>) {
        self.init(after: [moment.iso8601, identifier.description])
    }

    /// Reads a cursor that an earlier answer carried; `nil` if it is not one.
    public init?(_ text: String) {
        guard text.utf8.count <= 1_000, let bytes = Base64URL.decode(text.utf8), bytes.first == Self.mark,
            let joined = String(validating: bytes.dropFirst(), as: UTF8.self)
        else { return nil }
        values = joined.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
    }

    /// The opaque text.
    public var description: String {
        Base64URL.encode([Self.mark] + Array(values.joined(separator: "\u{1F}").utf8))
    }

    /// The values as a moment and an identifier.
    ///
    /// Throws: 400 if the cursor is one of another list.
    public func momentAndIdentifier<Tag>(of tag: Tag.Type = Tag.self) throws(Problem) -> (Timestamp, Identifier<Tag>) {
        guard values.count == 2, let moment = Timestamp(iso8601: values[0]), let identifier = Identifier<Tag>(values[1])
        else { throw .invalidQuery("cursor", "is not a cursor of this list") }
        return (moment, identifier)
    }

    private static let mark: UInt8 = 1
}
