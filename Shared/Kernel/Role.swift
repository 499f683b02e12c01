/// What a caller may be, by the name that a token gives it; which roles there are is the product's to say.
public struct Role: RawRepresentable, Sendable, Hashable {
    /// The name.
    public let rawValue: String

    /// Makes the role of a name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}
