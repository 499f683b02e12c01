import FoundationEssentials
import Glibc
import Wire

/// Where the words go: data to standard output, chatter to standard error.
enum Terminal {
    static var isInteractive: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    /// Chatter.
    static func say(_ text: String) {
        write(text + "\n", to: 2)
    }

    /// A line of data.
    static func print(_ text: String) {
        write(text + "\n", to: 1)
    }

    /// Writes the text whole, without a buffer of its own.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Data as JSON.
    static func print(json body: (inout ObjectWriter) -> Void) {
        var writer = JSONWriter(reserving: 1024)
        writer.object(body)
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// A line of data, as text or as JSON.
    static func print(asJSON: Bool, _ text: @autoclosure () -> String, _ body: (inout ObjectWriter) -> Void) {
        if asJSON { print(json: body) } else { print(text()) }
    }

    /// Ends a command with a fault's text and status.
    static func exit(_ fault: OperatorFault) -> Never {
        say("minqing: \(fault.description)")
        end(fault.status.rawValue)
    }

    /// Ends the process at once; everything was written without a buffer.
    ///
    /// Why not `exit`: a thread may be dialling the database still, and OpenSSL's handler at exit takes its locks away
    /// from under it, which ends the process with a signal in place of the code.
    static func end(_ code: Int32) -> Never { _exit(code) }
}
