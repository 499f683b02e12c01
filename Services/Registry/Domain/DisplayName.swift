public import PersonalData

/// The name of an area or an organisation, as it is shown.
public struct DisplayName: Hashable, Sendable, CustomStringConvertible {
    /// The name without anything invisible.
    public let text: String

    /// The longest name.
    public static let limit = TextLimit(characters: 100)

    /// Reads a name.
    public init(_ typed: String) throws(TextFault) {
        text = try CleanText(typed, limit: Self.limit).text
    }

    /// Takes a name as it was kept.
    public init(kept text: String) {
        self.text = text
    }

    /// The name.
    public var description: String { text }
}
