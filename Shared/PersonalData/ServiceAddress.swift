/// The address at which somebody wants help, as it was given; it is for people, not for placing on the map.
public struct ServiceAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as it is kept.
    public let text: String

    /// The longest address.
    public static let limit = TextLimit(characters: 200)

    /// Reads an address.
    ///
    /// Throws: ``TextFault``; ``TextFault/masked`` for one that was masked before it was shown.
    public init(_ typed: String) throws(TextFault) {
        text = try CleanText(typed, limit: Self.limit).text
        guard !Mask.hides(address: text) else { throw .masked }
    }

    /// Takes an address as it was kept.
    public init(kept text: String) {
        self.text = text
    }

    /// The address down to the building, such as `中山路10号3幢***`; only the first characters where no building is named.
    public var masked: String {
        for end in ["号楼", "幢", "栋", "号院", "号", "弄", "村", "路", "街"] {
            if let range = text.firstRange(of: end) { return String(text[..<range.upperBound]) + "***" }
        }
        return String(text.prefix(min(6, max(1, text.count / 2)))) + "***"
    }

    /// The masked address, so that no log line holds the whole one.
    public var description: String { masked }
}
