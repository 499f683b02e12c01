import SuiteControl
import Wire

/// Real messages to run the demo on: one JSON object per line with `subject` and `body`.
enum MessageFile {
    /// The first messages of a file, as many as asked for and there are.
    static func read(_ path: String, count: Int) throws -> [(subject: String, text: String)] {
        var messages: [(subject: String, text: String)] = []
        for (number, line) in try TextFile.read(path).split(separator: "\n").enumerated() {
            guard messages.count < count else { break }
            do {
                let object = try WireObject(parsing: Array(line.utf8))
                messages.append(
                    (
                        try object.string("subject", maxLength: 1000),
                        try object.string("body", maxLength: 100_000)
                    ))
            } catch {
                throw OperatorFault.configuration("\(path), line \(number + 1): \(error)")
            }
        }
        return messages
    }
}
