public import Wire

/// Why a message can never be applied; it names what is wrong and carries no value of the message.
public struct Refusal: Error, Sendable, Hashable {
    /// The part of the message that is at fault, for the counter that alarms watch.
    public enum Kind: String, Sendable, CaseIterable {
        /// The id of an applied message came again with another body: somebody else uses our ids.
        case forged
        /// The properties make no envelope.
        case envelope
        /// A type, or a version of it, that is not known here.
        case type, version
        /// Of an area or a context that this queue does not serve.
        case area, source
        /// The body is not of the form.
        case body
        /// Tried as often as it may be.
        case exhausted
    }

    /// The part that is at fault.
    public let kind: Kind
    /// What is wrong with it.
    public let detail: String

    /// Makes a refusal.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// The properties make no envelope.
    public init(_ fault: EnvelopeFault) {
        self.init(.envelope, fault.detail)
    }

    /// The body is not of the form.
    public init(_ error: WireError) {
        self.init(.body, error.description)
    }

    /// The words that the dead-letter table keeps.
    public var reason: String { "\(kind.rawValue): \(detail)" }

    /// A type that nobody here understands.
    public static let unknownType = Refusal(.type, "not known here")
    /// A newer major version than this program understands.
    public static let newerVersion = Refusal(.version, "newer than is known here")
    /// Of another city.
    public static let foreignArea = Refusal(.area, "not of this city")
    /// In another context's name than its type's.
    public static let foreignSource = Refusal(.source, "not that of the type")
}
