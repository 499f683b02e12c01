public import Wire

/// The form of a JSON value, for the OpenAPI document and for refusing members that nobody declared.
public indirect enum Schema: Sendable, Hashable {
    /// Text, with its length in characters and a pattern.
    case string(minLength: Int = 0, maxLength: Int = 1_000, pattern: String? = nil)
    /// A whole number within the range.
    case integer(ClosedRange<Int64> = Int64.min...Int64.max)
    /// A number.
    case number
    /// `true` or `false`.
    case boolean
    /// A UUID in its canonical text.
    case identifier
    /// A moment in ISO 8601.
    case timestamp
    /// A date in ISO 8601.
    case date
    /// A statistical code of 4 to 15 digits.
    case areaCode
    /// One of the named strings.
    case choice([String])
    /// A list.
    case array(of: Schema, max: Int? = nil)
    /// An object whose members are known.
    case object(name: String? = nil, [Property])
    /// An object with any members.
    case anyObject

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
        /// What it means, in one sentence.
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

    /// A page of a list: `items` and, if there are more, `next_cursor`.
    public static func page(of element: Schema) -> Schema {
        .object([
            Property("items", .array(of: element, max: QueryParameter.greatestLimit), "The elements."),
            Property("next_cursor", .string(), required: false, "Where the next page begins; absent on the last one."),
        ])
    }

    /// The form of an object of the published language.
    public init(name: String? = nil, _ fields: [FieldDescription]) {
        self = .object(
            name: name,
            fields.map { field in
                Property(field.name, Schema(field.type), required: field.required, unit: field.unit, field.summary)
            })
    }

    /// The form of a value of the published language.
    public init(_ type: FieldType) {
        self =
            switch type {
            case .string: .string()
            case .integer: .integer()
            case .number: .number
            case .boolean: .boolean
            case .identifier: .identifier
            case .timestamp: .timestamp
            case .areaCode: .areaCode
            case .enumeration(let values): .choice(values)
            case .array(let element): .array(of: Schema(element))
            case .object(let fields): Schema(fields)
            }
    }
}
