/// The form of a JSON value: the one description from which JSON Schema, OpenAPI and AsyncAPI are printed.
///
/// Source: JSON Schema 2020-12, as OpenAPI 3.1 and AsyncAPI 3.0 use it.
public indirect enum Schema: Sendable, Hashable {
    /// Text, with its length and a pattern.
    ///
    /// Units: characters as a reader sees them (grapheme clusters).
    case string(minLength: Int = 0, maxLength: Int = 1_000, pattern: String? = nil)
    /// A whole number within the range.
    case integer(ClosedRange<Int64> = Int64.min...Int64.max)
    /// A number within the range.
    case number(ClosedRange<Double>? = nil)
    /// `true` or `false`.
    case boolean
    /// A UUID in its canonical text.
    case identifier
    /// A moment in ISO 8601 with its zone.
    case timestamp
    /// A date in ISO 8601.
    case date
    /// A statistical code of 4 to 15 digits.
    case areaCode
    /// One of the named strings.
    case choice([String])
    /// A list of at most that many elements.
    case array(of: Schema, max: Int? = nil)
    /// An object whose members are known.
    case object(name: String? = nil, [Property], unknown: UnknownMembers = .refused)
    /// An object with any members.
    case anyObject

    /// What a reader does with a member that the schema does not name.
    public enum UnknownMembers: Sendable, Hashable {
        /// It is ignored: a newer minor version of a message may add members.
        case ignored
        /// It is refused: a form's misspelt or smuggled member must not pass unseen.
        case refused
    }

    /// One member of an object.
    public struct Property: Sendable, Hashable {
        /// The key.
        public let name: String
        /// The form of the value.
        public let schema: Schema
        /// Whether it is always there.
        public let isRequired: Bool
        /// The unit of a number.
        public let unit: String?
        /// What the member is: a noun phrase with a full stop.
        public let summary: String

        /// Describes a member.
        public init(
            _ name: String, _ schema: Schema, required: Bool = true, unit: String? = nil, _ summary: String
        ) {
            self.name = name
            self.schema = schema
            self.isRequired = required
            self.unit = unit
            self.summary = summary
        }
    }

    /// The named objects inside, the outermost first.
    public var named: [(name: String, schema: Schema)] {
        switch self {
        case .object(let name, let properties, _):
            (name.map { [($0, self)] } ?? []) + properties.flatMap(\.schema.named)
        case .array(let element, _): element.named
        default: []
        }
    }
}
