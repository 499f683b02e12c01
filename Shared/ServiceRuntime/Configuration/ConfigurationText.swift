/// A small text file that a configuration key names.
public enum ConfigurationText {
    /// Reads it whole.
    ///
    /// Range: at most 1 MiB of UTF-8. Throws: `ConfigurationError` naming the variable, with one line of what is wrong.
    public static func text(at path: String, named variable: String) throws(ConfigurationError) -> String {
        guard let bytes = TextFile(path: path).contents() else {
            throw ConfigurationError(variable: variable, reason: "\(path) can't be read")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(variable: variable, reason: "\(path) is not UTF-8")
        }
        return text
    }
}
