import AssessmentContract
import City
import DispatchContract
import IntakeContract
import RegistryContract
import Testing
import Wire

/// One message of the published language with every member set, as its golden line has it.
struct Sample: Sendable, CustomTestStringConvertible {
    /// The message's type.
    let type: any Message.Type
    /// The body of its golden line; empty where there is none.
    let body: String

    init(of type: any Message.Type) {
        self.type = type
        body = Golden.lines.first { $0.name == Self.name(of: type) }?.body ?? ""
    }

    var testDescription: String { Self.name(of: type) }

    /// The members of the golden line.
    func golden() throws -> JSONObject { try JSONObject(parsing: Array(body.utf8)) }

    /// The message that the golden line is read as.
    func message() throws -> any Message { try type.init(decoding: Array(body.utf8)) }

    /// What a message's golden line begins with.
    static func name(of type: any Message.Type) -> String { "\(type.type).v\(type.version)" }

    /// One for each message of the four contexts.
    static let all: [Sample] = Languages.messages.map(Sample.init(of:))
}

/// The four languages, by the name that stands as `source` in an envelope.
enum Languages {
    static let all: [(source: String, messages: [any Message.Type])] = [
        (IntakeLanguage.source, IntakeLanguage.messages),
        (DispatchLanguage.source, DispatchLanguage.messages),
        (RegistryLanguage.source, RegistryLanguage.messages),
        (AssessmentLanguage.source, AssessmentLanguage.messages),
    ]

    /// Every message of all of them.
    static let messages: [any Message.Type] = all.flatMap(\.messages)
}
