import FoundationEssentials
import Glibc
public import Wire

/// The terminal: data goes to standard output, everything else to standard error.
public enum Terminal {
    public static var isInteractive: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

    /// Chatter.
    public static func say(_ text: String) {
        write(text + "\n", to: 2)
    }

    /// A line of data.
    public static func print(_ text: String) {
        write(text + "\n", to: 1)
    }

    /// Writes the text whole, without a buffer of its own.
    public static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Data as JSON.
    public static func print(json body: (inout ObjectWriter) -> Void) {
        var writer = JSONWriter(reserving: 1024)
        writer.object(body)
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// A line of data, as text or as JSON.
    public static func print(asJSON: Bool, _ text: @autoclosure () -> String, _ body: (inout ObjectWriter) -> Void) {
        if asJSON { print(json: body) } else { print(text()) }
    }

    /// Ends a command with a fault's text and status.
    public static func exit(_ fault: OperatorFault) -> Never {
        say("\(ProcessInfo.processInfo.processName): \(fault.description)")
        end(fault.status.rawValue)
    }

    /// Ends the process at once; everything was written without a buffer.
    ///
    /// Why not `exit`: a thread may be dialling the database still, and OpenSSL's handler at exit takes its locks away
    /// from under it, which ends the process with a signal in place of the code.
    public static func end(_ code: Int32) -> Never { _exit(code) }
}
