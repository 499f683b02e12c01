/// How long a body can be that a schema accepts.
///
/// Why computed: a limit that is written down beside the schema is forgotten when the schema changes, and one for all
/// routes lets an open form of a few hundred bytes take megabytes.
enum BodyLimit {
    /// The shortest limit; a small form is sent with much whitespace by some.
    ///
    /// Units: bytes.
    static let least = 4_096

    /// The most bytes of UTF-8 that one character of a text may take, escapes included.
    ///
    /// Source: the same figure bounds a text's length in Wire; a family emoji takes 25.
    static let bytesPerCharacter = 40

    /// Elements of a list whose schema gives no number; Wire reads no more either.
    static let elements = 1_000

    /// How much longer the whole may be by whitespace between its tokens.
    static let whitespaceFactor = 2

    /// The limit of a route that takes JSON of the schema.
    static func limit(of schema: Schema) -> Int {
        min(max(whitespaceFactor * longest(schema), least), BodyKind.defaultLimit)
    }

    /// The longest text of a value without whitespace, cut at the default limit.
    private static func longest(_ schema: Schema) -> Int {
        let length =
            switch schema {
            case .string(_, let maxLength, _): 2 + min(maxLength, BodyKind.defaultLimit) * bytesPerCharacter
            case .choice(let values): 2 + (values.map(\.utf8.count).max() ?? 0)
            case .array(let element, let max):
                2 + min(max ?? elements, BodyKind.defaultLimit) * (1 + longest(element))
            case .object(_, let properties):
                2 + properties.reduce(0) { $0 + $1.name.utf8.count + 4 + longest($1.schema) }
            case .anyObject: BodyKind.defaultLimit
            // A number, a truth value, an identifier, a moment, a date or a code.
            default: 64
            }
        return min(length, BodyKind.defaultLimit)
    }
}
