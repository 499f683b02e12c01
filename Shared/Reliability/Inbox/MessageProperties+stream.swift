import Messaging

extension MessageProperties {
    /// The stream that it belongs to: the first two words of its type, as `intake.request`.
    var stream: String {
        (type ?? "").split(separator: ".").prefix(2).joined(separator: ".")
    }

    /// Whether its type is a command's, as `intake.command.register`.
    var isCommand: Bool {
        (type ?? "").split(separator: ".").dropFirst().first == "command"
    }
}
