/// The address at which a requester wants help, as it was told; it is for people, not for placing on the map.
public struct ServiceAddress: Sendable, Hashable {
    /// The address as it is kept.
    public let text: String

    /// Units: graphemes.
    public static let limit = 200

    /// Reads an address; what is invisible in it is taken away.
    public init(_ typed: String) throws(TextFault) {
        let cleaned = PersonalText.cleaned(typed, keepsLines: false)
        guard !PersonalText.isMasked(cleaned) else { throw .masked }
        try PersonalText.limit(cleaned, characters: Self.limit)
        text = cleaned
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
}
