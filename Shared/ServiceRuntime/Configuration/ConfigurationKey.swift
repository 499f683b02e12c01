/// What is known of one configuration key before anybody has set it.
///
/// The table in this room's README and `minqing doctor` are made from these descriptions.
public struct ConfigurationKey: Hashable, Sendable {
    /// The kind of value.
    public enum Kind: Hashable, Sendable {
        /// Text.
        case text
        /// A whole number within the range.
        case integer(ClosedRange<Int>)
        /// One of the named values.
        case choice([String])
        /// A statistical code of 4 to 15 digits.
        case areaCode
        /// A moment in ISO 8601 with its zone.
        case timestamp
        /// The path of a file that can be read.
        case file
    }

    /// The name within the configuration, as in `postgres.host`.
    public let name: String

    /// The kind of value and its range.
    public let kind: Kind

    /// What holds when nobody sets the key; `nil` if it is required or simply absent by default.
    public let fallback: String?

    /// Whether the service refuses to start without it.
    public let isRequired: Bool

    /// Whether the value is a secret, which is never logged and may be given as a file: `NAME_FILE`.
    public let isSecret: Bool

    /// What the value decides, in one sentence.
    public let summary: String

    /// Describes a key.
    public init(
        _ name: String, _ kind: Kind = .text, fallback: String? = nil, required: Bool = false, secret: Bool = false,
        summary: String
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.isRequired = required
        self.isSecret = secret
        self.summary = summary
    }

    /// The name of the environment variable, as in `MINQING_POSTGRES_HOST`.
    public var variable: String {
        "MINQING_" + String(name.map { $0 == "." || $0 == "-" ? "_" : Character($0.uppercased()) })
    }

    /// The key as a row of the table in this room's README: variable, type, default, meaning.
    public var tableRow: String {
        let type =
            switch kind {
            case .text: "text"
            case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
            case .choice(let values): values.joined(separator: ", ")
            case .areaCode: "area code"
            case .timestamp: "moment"
            case .file: "file"
            }
        let absent = isRequired ? "required" : fallback.map { "`\($0)`" } ?? "–"
        return "| `\(variable)`\(isSecret ? " (secret)" : "") | \(type) | \(absent) | \(summary) |"
    }
}
