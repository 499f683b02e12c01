/// A person's name; it shows itself masked wherever it is printed.
public struct PersonName: Sendable, Hashable, CustomStringConvertible {
    /// The whole name, for the person and for those who may see it.
    public let text: String

    /// Names of one character exist, and transliterated ones of more than twenty-five.
    public static let limit = TextLimit(characters: 50)

    /// Reads a name.
    ///
    /// Throws: ``TextFault``; ``TextFault/masked`` for one that was masked before it was shown.
    public init(_ typed: String) throws(TextFault) {
        text = try CleanText(typed, limit: Self.limit).text
        guard !Mask.hides(name: text) else { throw .masked }
    }

    /// Takes a name as it was kept.
    public init(kept text: String) {
        self.text = text
    }

    /// The name for those who need not know it, such as `王**`.
    public var masked: String { String(text.prefix(1)) + "**" }

    /// The masked name, so that no log line holds the whole one.
    public var description: String { masked }
}
