/// The name of an area or an organisation, as it is shown.
public struct DisplayName: Hashable, Sendable, CustomStringConvertible {
    /// The name without anything invisible.
    ///
    /// Range: 1 to 100 graphemes.
    public let text: String

    /// Reads a name; `nil` if nothing visible is in it or it is longer than 100 graphemes or 2,000 bytes.
    public init?(_ text: String) {
        let cleaned = VisibleText.cleaned(text)
        guard !cleaned.isEmpty, cleaned.count <= 100, cleaned.utf8.count <= 2_000 else { return nil }
        self.text = cleaned
    }

    /// The name.
    public var description: String { text }
}
