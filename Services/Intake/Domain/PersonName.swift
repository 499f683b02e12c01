/// The name that a requester gave.
public struct PersonName: Sendable, Hashable {
    /// The name as it is kept.
    public let text: String

    /// Units: graphemes.
    ///
    /// Names of one character exist, and transliterated ones of more than twenty-five.
    public static let limit = 50

    /// Reads a name; what is invisible in it is taken away.
    public init(_ typed: String) throws(TextFault) {
        let cleaned = PersonalText.cleaned(typed, keepsLines: false)
        guard !PersonalText.isMasked(cleaned) else { throw .masked }
        try PersonalText.limit(cleaned, characters: Self.limit)
        text = cleaned
    }

    /// Takes a name as it was kept.
    public init(kept text: String) {
        self.text = text
    }

    /// The name for those who need not know it, such as `王**`.
    public var masked: String { String(text.prefix(1)) + "**" }
}
