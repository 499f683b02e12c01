import FieldEncryption
import IntakeApplication
import IntakeDomain
import ServiceRuntime

/// The configuration of intake, besides what every service has.
struct IntakeConfiguration: Sendable {
    /// The keys of the sealed columns.
    let fieldKeys: FieldKeys
    /// The category tree and the lexicon over it.
    let catalogue: RegisterRequests.Catalogue
    /// The figures that decisions go by.
    let rules = RequestRules.standard

    /// The keys, in the order of the README's table.
    static let keys = [folder]

    private static let folder = ConfigurationKey(
        "city.data", .text, required: true, summary: "The folder with categories.csv and synonyms.csv.")

    /// Throws: `ConfigurationError` for the first key or file that is at fault.
    init(_ process: ServiceProcess) throws(ConfigurationError) {
        let keyFile = "MINQING_FIELD_KEY_FILE"
        guard let path = process.configuration.fieldKeyFile else {
            throw ConfigurationError(variable: keyFile, reason: "is required: intake seals what it keeps of persons")
        }
        do {
            fieldKeys = try FieldKeys(parsing: ConfigurationText.text(at: path, named: keyFile))
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(variable: keyFile, reason: "\(error)")
        }
        let folder = try process.source.text(Self.folder)
        let variable = Self.folder.variable
        let categories = try ConfigurationText.text(at: "\(folder)/categories.csv", named: variable)
        let synonyms = try ConfigurationText.text(at: "\(folder)/synonyms.csv", named: variable)
        do {
            let tree = try CategoryTree(csv: categories)
            catalogue = RegisterRequests.Catalogue(
                tree: tree, lexicon: Lexicon(tree: tree, synonyms: try Lexicon.synonyms(csv: synonyms, tree: tree)))
        } catch {
            throw ConfigurationError(variable: variable, reason: "\(error)")
        }
    }
}
