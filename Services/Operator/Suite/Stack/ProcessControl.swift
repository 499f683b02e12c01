import FoundationEssentials
import Glibc

/// Starts and ends programs by their process id; never by name.
enum ProcessControl {
    /// `POSIX_SPAWN_SETSID`.
    ///
    /// Source: glibc 2.26, spawn.h; the macro is not imported.
    private static let newSession: Int16 = 0x80

    /// Starts a program in a session of its own, its output appended to a log; it outlives us.
    static func start(_ program: String, environment: [String: String], log: String) throws -> pid_t {
        // Also one that an older version made for everybody to read.
        if TextFile.exists(log) { TextFile.makePrivate(log) } else { try TextFile.write("", to: log, secret: true) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = Self.attributes(Self.newSession)
        defer { posix_spawnattr_destroy(&attributes) }
        var process: pid_t = 0
        let status = withCStrings([program]) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard status == 0 else {
            throw OperatorFault.unavailable("\(program) cannot be started: \(String(cString: strerror(status)))")
        }
        return process
    }

    /// Runs a program to its end; its standard error stays the terminal's.
    ///
    /// - Returns: what it printed.
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw OperatorFault.unavailable("no pipe could be made") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Only as standard output, or a server that the program leaves behind would hold the pipe open.
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var attributes = Self.attributes(0)
        defer { posix_spawnattr_destroy(&attributes) }
        var process: pid_t = 0
        let own = ProcessInfo.processInfo.environment
        let status = withCStrings([program] + arguments) { arguments in
            withCStrings(own.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        close(ends[1])
        defer { close(ends[0]) }
        guard status == 0 else {
            throw OperatorFault.unavailable("\(program) cannot be started: \(String(cString: strerror(status)))")
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(ends[0], &buffer, buffer.count), count > 0 { output += buffer[..<count] }
        var exit: Int32 = 0
        while waitpid(process, &exit, 0) < 0 && errno == EINTR {}
        guard exit == 0 else {
            throw OperatorFault.unavailable("\(([program] + arguments).joined(separator: " ")) failed")
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// No signal blocked or ignored: the threads of an event loop block them all, and a server that inherits that can
    /// only be killed.
    private static func attributes(_ flags: Int16) -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, flags | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        return attributes
    }

    static func isAlive(_ process: pid_t) -> Bool {
        // A child of ours that ended stays a zombie until it is waited for.
        var status: Int32 = 0
        _ = waitpid(process, &status, WNOHANG)
        return kill(process, 0) == 0
    }

    static func send(_ signal: Int32, to process: pid_t) {
        kill(process, signal)
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(copies)
    }
}
