/// A message of the published language: what one context tells the others, in a fixed form under a fixed name.
public protocol Message: WireCodable, Sendable, Equatable {
    /// The name, as in `intake.request.registered`.
    static var type: String { get }

    /// The major version of the schema; a consumer that knows only lower ones must not guess.
    static var version: Int { get }

    /// What it says, in one sentence.
    static var summary: String { get }

    /// The members, in the order they are written.
    static var fields: [FieldDescription] { get }
}

/// One member of a message, as the catalogue of messages describes it.
public struct FieldDescription: Hashable, Sendable {
    /// The key.
    public let name: String
    /// The kind of value.
    public let type: FieldType
    /// The unit of a number.
    public let unit: String?
    /// Whether the member is always there.
    public let required: Bool
    /// What it means, in one sentence.
    public let summary: String

    /// Makes the description.
    public init(name: String, type: FieldType, unit: String? = nil, required: Bool, summary: String) {
        self.name = name
        self.type = type
        self.unit = unit
        self.required = required
        self.summary = summary
    }
}

/// The kinds of values in messages.
public indirect enum FieldType: Hashable, Sendable {
    /// Text.
    case string
    /// A whole number.
    case integer
    /// A number.
    case number
    /// `true` or `false`.
    case boolean
    /// A UUID in its canonical text.
    case identifier
    /// A moment in ISO 8601, UTC.
    case timestamp
    /// A statistical code of 4 to 15 digits.
    case areaCode
    /// One of the named strings.
    case enumeration([String])
    /// A list.
    case array(of: FieldType)
    /// An object.
    case object([FieldDescription])
}
