/// What a path parameter may hold; one that is not described holds an identifier.
public struct PathParameter: Sendable, Hashable {
    /// The kind of value.
    public enum Kind: Sendable, Hashable {
        /// A UUID in its canonical text.
        case identifier
        /// A statistical code of 4 to 15 digits.
        case areaCode
        /// A short text of letters, digits, `-`, `_` and `.`; anything else is not found.
        case token(maxLength: Int)
    }

    /// The name of the parameter.
    public let name: String
    /// The kind of value.
    public let kind: Kind
    /// What it names, in one sentence.
    public let summary: String

    /// A parameter that holds a UUID.
    public static func identifier(_ name: String, _ summary: String) -> PathParameter {
        PathParameter(name: name, kind: .identifier, summary: summary)
    }

    /// A parameter that holds an area's code.
    public static func areaCode(_ name: String, _ summary: String) -> PathParameter {
        PathParameter(name: name, kind: .areaCode, summary: summary)
    }

    /// A parameter that holds a short text.
    public static func token(_ name: String, maxLength: Int = 64, _ summary: String) -> PathParameter {
        PathParameter(name: name, kind: .token(maxLength: maxLength), summary: summary)
    }
}
