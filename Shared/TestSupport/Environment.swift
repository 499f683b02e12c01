import Glibc

/// The process environment.
public enum Environment {
    /// A variable's value; nil where it is not set or empty.
    public static func value(_ name: String) -> String? {
        guard let text = getenv(name) else { return nil }
        let value = String(cString: text)
        return value.isEmpty ? nil : value
    }
}
