import AssessmentContract
import DispatchContract
import IntakeContract
import RegistryContract
import Wire

/// Every message that any context publishes, by context.
enum MessageCatalogue {
    static let contexts: [(source: String, messages: [any Message.Type])] = [
        (IntakeLanguage.source, IntakeLanguage.messages), (DispatchLanguage.source, DispatchLanguage.messages),
        (RegistryLanguage.source, RegistryLanguage.messages),
        (AssessmentLanguage.source, AssessmentLanguage.messages),
    ]
}
