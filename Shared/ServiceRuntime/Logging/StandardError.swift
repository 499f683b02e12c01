#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The standard error stream, where every program of the suite logs.
public enum StandardError {
    /// Writes bytes with as few system calls as the kernel allows: one for a line of up to 4 KiB, which a pipe then
    /// keeps whole.
    ///
    /// Why: what can't be written is dropped; a service must not stop because nobody reads its log.
    @Sendable
    public static func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.writeOnce($0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }

    /// Writes a line of text.
    public static func writeLine(_ line: String) {
        write(Array((line + "\n").utf8))
    }

    private static func writeOnce(_ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Musl)
        Musl.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        #else
        Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
        #endif
    }
}
