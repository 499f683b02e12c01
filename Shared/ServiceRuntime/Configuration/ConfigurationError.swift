/// Why a service can't start with the configuration it was given: one line that names the key.
///
/// The line never repeats the value of a secret.
public struct ConfigurationError: StartFailure, Hashable, CustomStringConvertible {
    /// The environment variable that is at fault.
    public let variable: String

    /// What is wrong with it, in English, for the person who sets it.
    public let reason: String

    /// Makes the error.
    public init(variable: String, reason: String) {
        self.variable = variable
        self.reason = reason
    }

    /// Makes the error for a key.
    public init(_ key: ConfigurationKey, _ reason: String) {
        self.init(variable: key.variable, reason: reason)
    }

    /// 78, as in BSD's `sysexits.h`.
    public var exitCode: ExitCode { .configuration }

    /// The key and what is wrong with it.
    public var description: String { "\(variable): \(reason)" }
}
