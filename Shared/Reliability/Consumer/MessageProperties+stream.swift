import Messaging

extension MessageProperties {
    /// The stream that it belongs to: the first two words of its type, e.g. `intake.request`.
    var stream: String {
        (type ?? "").split(separator: ".").prefix(2).joined(separator: ".")
    }
}
