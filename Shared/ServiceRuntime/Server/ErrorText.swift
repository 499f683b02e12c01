/// What may be logged of an error.
enum ErrorText {
    /// The error's type, and its description if it has one of its own.
    ///
    /// Why: by the house rule a `description` leaks nothing; what Swift would print of an error without one may hold
    /// what a caller sent.
    static func loggable(_ error: any Error) -> String {
        let type = String(reflecting: type(of: error))
        guard let described = (error as Any) as? any CustomStringConvertible else { return type }
        return "\(type): \(described.description)"
    }
}
