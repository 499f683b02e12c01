#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A small file that is read whole: a key, a password, a key set.
///
/// Why: a few kilobytes read at start or after a change; larger files have no place here, so there is a limit.
struct TextFile: Sendable {
    /// The longest file that is read.
    ///
    /// Units: bytes.
    static let limit = 1 << 20

    /// Where it is.
    let path: String

    /// Whether it is there and may be read.
    var isReadable: Bool { access(path, R_OK) == 0 }

    /// The bytes, or `nil` if it can't be read or is longer than the limit.
    func contents() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= Self.limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                guard errno == EINTR else { return nil }
                continue
            }
            bytes.append(contentsOf: chunk[..<count])
        }
        return nil
    }
}
