public import Configuration
import Kernel

/// Where values come from: the environment first, then a file in the form `NAME=value`.
///
/// Rule: every key is described by a ``ConfigurationKey`` and read through it. Why: a value that is out of range is then
/// refused with the key's name before anything has started.
public struct ConfigurationSource: Sendable {
    private let reader: ConfigReader

    /// Reads from a reader of swift-configuration; tests hand in values this way.
    public init(reader: ConfigReader) {
        self.reader = reader
    }

    /// Reads from the environment and, below it, from the file that `MINQING_CONFIG_FILE` names.
    ///
    /// Throws: `ConfigurationError` if that file can't be read.
    public static func environment() throws(ConfigurationError) -> ConfigurationSource {
        let variables = EnvironmentVariablesProvider().prefixKeys(with: "minqing")
        let source = ConfigurationSource(reader: ConfigReader(provider: variables))
        let key = ConfigurationKey("config.file", .file, summary: "Values for keys that the environment does not set.")
        guard let path = source.reader.string(forKey: ConfigKey(key.name)) else { return source }
        guard let bytes = TextFile(path: path).contents() else {
            throw ConfigurationError(key, "the file can't be read")
        }
        let file = EnvironmentVariablesProvider(environmentVariables: try ConfigurationFile.values(bytes, key: key))
            .prefixKeys(with: "minqing")
        return ConfigurationSource(reader: ConfigReader(providers: [variables, file]))
    }

    /// A value of any kind as text, checked against the key's kind; `nil` if nobody set it and there is no fallback.
    ///
    /// Throws: `ConfigurationError` if the value does not fit or if a required one is absent.
    public func optional(_ key: ConfigurationKey) throws(ConfigurationError) -> String? {
        var value = reader.string(forKey: ConfigKey(key.name), isSecret: key.isSecret).flatMap { $0.isEmpty ? nil : $0 }
        if value == nil { value = try secretFromFile(key) ?? key.fallback }
        guard let value else {
            guard key.isRequired else { return nil }
            throw ConfigurationError(key, "is required" + (key.isSecret ? " (or \(key.variable)_FILE)" : ""))
        }
        try key.check(value)
        return value
    }

    /// A value that is required or has a fallback.
    public func text(_ key: ConfigurationKey) throws(ConfigurationError) -> String {
        guard let value = try optional(key) else { throw ConfigurationError(key, "is required") }
        return value
    }

    /// A whole number within the key's range.
    public func integer(_ key: ConfigurationKey) throws(ConfigurationError) -> Int {
        guard let number = Int(try text(key)) else { throw ConfigurationError(key, "is not a whole number") }
        return number
    }

    private func secretFromFile(_ key: ConfigurationKey) throws(ConfigurationError) -> String? {
        guard key.isSecret, let path = reader.string(forKey: ConfigKey(key.name + ".file")) else { return nil }
        guard let bytes = TextFile(path: path).contents() else {
            throw ConfigurationError(variable: key.variable + "_FILE", reason: "the file can't be read")
        }
        var text = String(decoding: bytes, as: UTF8.self)[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        guard !text.isEmpty else {
            throw ConfigurationError(variable: key.variable + "_FILE", reason: "the file is empty")
        }
        return String(text)
    }
}

extension ConfigurationKey {
    /// Refuses a value that does not fit the kind.
    func check(_ value: String) throws(ConfigurationError) {
        switch kind {
        case .text: break
        case .integer(let range):
            guard let number = Int(value), range.contains(number) else {
                throw ConfigurationError(
                    self, "must be a whole number from \(range.lowerBound) to \(range.upperBound)" + shown(value))
            }
        case .choice(let values):
            guard values.contains(value) else {
                throw ConfigurationError(self, "must be one of \(values.joined(separator: ", "))" + shown(value))
            }
        case .areaCode:
            guard AreaCode(value) != nil else {
                throw ConfigurationError(self, "must be an area code of 4, 6, 9, 12 or 15 digits" + shown(value))
            }
        case .timestamp:
            guard Timestamp(iso8601: value) != nil else {
                throw ConfigurationError(self, "must be a moment such as 2026-11-21T08:00:00+08:00" + shown(value))
            }
        case .file:
            guard TextFile(path: value).isReadable else {
                throw ConfigurationError(self, "the file can't be read" + shown(value))
            }
        }
    }

    private func shown(_ value: String) -> String {
        isSecret ? "" : ", not “\(JSONText.printable(value, limit: 80))”"
    }
}
