import FieldEncryption
import ServiceRuntime

/// The configuration of the registry, besides what every service has.
struct RegistryConfiguration: Sendable {
    /// The keys of the sealed columns.
    let fieldKeys: FieldKeys

    /// Throws: `ConfigurationError` when the key file is not named or holds no keys.
    init(_ configuration: ServiceConfiguration) throws(ConfigurationError) {
        let variable = "MINQING_FIELD_KEY_FILE"
        guard let path = configuration.fieldKeyFile else {
            throw ConfigurationError(variable: variable, reason: "is required: the registry seals names and phones")
        }
        let text = try ConfigurationText.text(at: path, named: variable)
        do {
            fieldKeys = try FieldKeys(parsing: text)
        } catch {
            throw ConfigurationError(variable: variable, reason: error.description)
        }
    }
}
