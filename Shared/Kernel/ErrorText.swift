/// What may be logged, or kept in a row, of an error.
public enum ErrorText {
    /// The error's type, and its description if it has one of its own; of an enumeration without one, the case's name.
    ///
    /// Why: by the house rule a `description` leaks nothing; what Swift would print of an error without one may hold
    /// what a caller sent.
    public static func loggable(_ error: any Error) -> String {
        let type = String(reflecting: type(of: error))
        if let described = (error as Any) as? any CustomStringConvertible { return "\(type): \(described.description)" }
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return type }
        // A case without values is printed as its name; of one with values only the label is taken.
        return "\(type).\(mirror.children.first.map { $0.label ?? "" } ?? "\(error)")"
    }
}
