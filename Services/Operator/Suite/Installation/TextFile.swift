import FoundationEssentials
import Glibc

/// Small files of the installation, whole.
public enum TextFile {
    public static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OperatorFault.unavailable("cannot read \(path)")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw OperatorFault.configuration("\(path) is not UTF-8")
        }
        return text
    }

    public static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// Writes the file whole or not at all; a secret one is for its owner only.
    public static func write(_ text: String, to path: String, secret: Bool = false) throws {
        do {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes(
                [.posixPermissions: secret ? 0o600 : 0o644], ofItemAtPath: path)
        } catch {
            throw OperatorFault.unavailable("cannot write \(path): \(error)")
        }
    }

    public static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension TextFile {
    /// Whether nobody but the owner may read the file; false where there is none.
    ///
    /// Why not `attributesOfItem`: the type of its numbers depends on whether full Foundation is linked.
    public static func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
    }
}
