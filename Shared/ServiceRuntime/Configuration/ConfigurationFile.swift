/// A file of values in the form `NAME=value`, as systemd and Docker read them too.
enum ConfigurationFile {
    /// The values by their names.
    ///
    /// Empty lines and lines that begin with `#` are skipped; a pair of quotes around a value
    /// is taken off; nothing is expanded.
    ///
    /// Throws: `ConfigurationError` that names the line.
    static func values(_ bytes: [UInt8], key: ConfigurationKey) throws(ConfigurationError) -> [String: String] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw ConfigurationError(key, "is not UTF-8") }
        var values: [String: String] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let line = line.trimmed()
            if line.isEmpty || line.hasPrefix("#") { continue }
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty else {
                throw ConfigurationError(key, "line \(index + 1) is not NAME=value")
            }
            var value = halves[1].trimmed()
            if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
                value = value.dropFirst().dropLast()
            }
            values[String(halves[0].trimmed())] = String(value)
        }
        return values
    }
}
