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

    /// Writes the file whole or not at all; a secret one is for its owner only from its first byte on.
    public static func write(_ text: String, to path: String, secret: Bool = false) throws {
        try makeFolder(of: path)
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        do {
            let mode: mode_t = secret ? 0o600 : 0o644
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
            guard descriptor >= 0 else { throw SystemFault() }
            defer { close(descriptor) }
            // Our mask holds back what others may read of files that are no secret.
            guard fchmod(descriptor, mode) == 0, writeAll(text, to: descriptor), fsync(descriptor) == 0,
                rename(draft, path) == 0
            else { throw SystemFault() }
        } catch {
            unlink(draft)
            throw OperatorFault.unavailable("cannot write \(path): \(error)")
        }
    }

    /// Adds a line to a secret file.
    public static func append(_ line: String, to path: String) throws {
        try makeFolder(of: path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OperatorFault.unavailable("cannot write \(path): \(SystemFault())") }
        defer { close(descriptor) }
        guard writeAll(line + "\n", to: descriptor) else {
            throw OperatorFault.unavailable("cannot write \(path): \(SystemFault())")
        }
    }

    /// Holds a lock of the file's own while it is read and written again; another process waits for it.
    ///
    /// The lock lies beside the file, for the file itself is replaced. Source: flock(2).
    public static func withLock<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
        try makeFolder(of: path)
        let descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OperatorFault.unavailable("cannot lock \(path): \(SystemFault())") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw OperatorFault.unavailable("cannot lock \(path): \(SystemFault())") }
        }
        return try body()
    }

    /// Others may pass through a new folder, as the servers' users must, but not list it.
    private static func makeFolder(of path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for end in parts.indices {
            let folder = parts[...end].joined(separator: "/")
            guard !folder.isEmpty else { continue }
            guard mkdir(folder, 0o711) == 0 else {
                guard errno == EEXIST else {
                    throw OperatorFault.unavailable("cannot make \(folder): \(SystemFault())")
                }
                continue
            }
            chmod(folder, 0o711)
        }
    }

    private static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// What the system said.
    private struct SystemFault: Error, CustomStringConvertible {
        let number = errno
        var description: String { String(cString: strerror(number)) }
    }

    public static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension TextFile {
    /// Lets nobody but the owner into a folder or a file that exists already.
    public static func makePrivate(_ path: String, folder: Bool = false) {
        chmod(path, folder ? 0o700 : 0o600)
    }

    /// Whether nobody but the owner may read the file; false where there is none.
    ///
    /// Why not `attributesOfItem`: the type of its numbers depends on whether full Foundation is linked.
    public static func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 == 0
    }
}
