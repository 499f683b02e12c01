import FoundationEssentials
import Wire

/// The golden files: what a message looked like when its version was published.
///
/// They are never rewritten; a message that has to look otherwise is a new version with a new file.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// The names of the files, without the ending.
    static func names() throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return Set(files.map { $0.hasSuffix(".json") ? String($0.dropLast(5)) : $0 })
    }

    /// The bytes of a file without its last line break.
    static func bytes(of sample: Sample) throws -> [UInt8] {
        var bytes = Array(try Data(contentsOf: folder.appending(path: "\(sample.name).json")))
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return bytes
    }

    /// The members of a file.
    static func object(of sample: Sample) throws -> JSONObject {
        try JSONObject(parsing: bytes(of: sample))
    }
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
