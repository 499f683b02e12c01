import Glibc
import Kernel
import SuiteControl
import Wire

/// Every answer that clients got, one JSON object per line: what an independent checker compares the tables with.
///
/// A line is written whole before the client goes on, so that the end of this process takes none back.
actor ClientJournal {
    private let descriptor: Int32

    /// Opens the file for adding; nothing that stands in it is changed.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw OperatorFault.unavailable("cannot write \(path)") }
    }

    deinit { close(descriptor) }

    /// An attempt over HTTP and what came of it.
    ///
    /// - Parameter answer: nil where none came.
    func attempted(
        _ method: String, _ service: String, _ path: String, key: String?, answer: APIAnswer?, retryAfter: String?,
        took: Duration
    ) {
        var id: String?
        if let answer, answer.isSuccess, method == "POST" { id = try? answer.object().optionalString("id") }
        let path = String(path.prefix { $0 != "?" })
        write { [id] line in
            line.field("call", method)
            line.field("service", service)
            line.field("path", path)
            line.field("key", key)
            line.field("status", answer?.status ?? 0)
            line.field("id", id)
            line.field("retry_after", retryAfter)
            line.field("ms", Int(took.inSeconds * 1000))
        }
    }

    /// A command that the broker confirmed.
    func pushed(messageID: String) {
        write { line in
            line.field("call", "push")
            line.field("message_id", messageID)
        }
    }

    private func write(_ fields: (inout ObjectWriter) -> Void) {
        var writer = JSONWriter(reserving: 256)
        writer.object { line in
            line.field("at", Timestamp.now)
            fields(&line)
        }
        var rest = writer.bytes[...] + [UInt8(ascii: "\n")]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Terminal.say("the clients' log cannot be written") }
            rest = rest.dropFirst(count)
        }
    }
}
