import FoundationEssentials
import Wire

/// The golden files: what each message looked like when its version was published.
///
/// One file per context, one line per message: its type with its version, a space, its body. A line is never rewritten; a
/// message that has to look otherwise is a new version with a new line.
enum Golden {
    /// The lines of all files.
    static let lines: [(name: String, body: String)] = Languages.all.flatMap { language in
        let file = folder.appending(path: "\(language.source).txt")
        let text = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").map { line in
            let name = line.prefix { $0 != " " }
            return (String(name), String(line.dropFirst(name.count + 1)))
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
}

extension Message {
    /// Reads the members as this message would be read from the broker.
    static func read(_ object: JSONObject) throws(WireError) -> Self {
        var bytes: [UInt8] = []
        object.write(to: &bytes)
        return try Self(decoding: bytes)
    }

    /// Whether another message, of whatever type, says the same.
    func says(_ other: any Message) -> Bool {
        guard let other = other as? Self else { return false }
        return self == other
    }

    /// The members as they are written.
    func written() throws(WireError) -> JSONObject {
        try JSONObject(parsing: encoded())
    }
}

extension JSONObject {
    /// Reads bytes that hold one object.
    init(parsing bytes: [UInt8]) throws(WireError) {
        guard case .object(let object) = try JSONValue(parsing: bytes) else { throw WireError(code: .wrongType) }
        self = object
    }
}
