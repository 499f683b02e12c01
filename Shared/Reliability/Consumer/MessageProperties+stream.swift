import Messaging

extension MessageProperties {
    /// The stream that it belongs to: the first two words of its type, as `intake.request`.
    var stream: String {
        (type ?? "").split(separator: ".").prefix(2).joined(separator: ".")
    }
}
