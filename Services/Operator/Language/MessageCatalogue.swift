import AssessmentContract
import City
import DispatchContract
import IntakeContract
import RegistryContract
import Wire

/// Every message that any context publishes, by context.
enum MessageCatalogue {
    static let contexts: [(source: String, messages: [any Message.Type])] = CityContext.allCases.map { context in
        switch context {
        case .registry: (RegistryLanguage.source, RegistryLanguage.messages)
        case .intake: (IntakeLanguage.source, IntakeLanguage.messages)
        case .dispatch: (DispatchLanguage.source, DispatchLanguage.messages)
        case .assessment: (AssessmentLanguage.source, AssessmentLanguage.messages)
        }
    }
}
