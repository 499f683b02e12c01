/// A person's name; it shows itself masked wherever it is printed.
public struct PersonName: Hashable, Sendable, CustomStringConvertible {
    /// The whole name, for the person and for those who were granted it.
    ///
    /// Range: 1 to 50 graphemes.
    public let text: String

    /// Reads a name; `nil` if nothing visible is in it or it is longer than 50 graphemes or 1,000 bytes.
    public init?(_ text: String) {
        let cleaned = VisibleText.cleaned(text)
        guard !cleaned.isEmpty, cleaned.count <= 50, cleaned.utf8.count <= 1_000 else { return nil }
        self.text = cleaned
    }

    /// The first grapheme and two asterisks: `王**`.
    public var masked: String { "\(text.prefix(1))**" }

    /// The masked name, so that no log line holds the whole one.
    public var description: String { masked }
}
