import Glibc

/// A program that we start, talk to by its standard streams, and end by its process id.
final class Child {
    let process: pid_t
    private let input: Int32
    private let output: Int32
    private var unread: [UInt8] = []
    private var status: Int32?

    /// Starts a program; its standard error is ours unless a log is named.
    init(_ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, log: String? = nil) throws
    {
        var into: [Int32] = [0, 0]
        var from: [Int32] = [0, 0]
        guard pipe(&into) == 0, pipe(&from) == 0 else {
            throw BenchmarkFault("no pipe could be made")
        }
        // No other child may hold an end of them, or their reader would wait for ever.
        for end in into + from { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, into[0], 0)
        if let log {
            posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        } else {
            posix_spawn_file_actions_adddup2(&actions, from[1], 1)
        }
        // Our threads have signals blocked, and a child must hear when it is to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let failure = Self.withCStrings([program] + arguments) { argv in
            guard let environment else { return posix_spawnp(&child, program, &actions, &attributes, argv, environ) }
            return Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawnp(&child, program, &actions, &attributes, argv, envp)
            }
        }
        close(into[0])
        close(from[1])
        input = into[1]
        output = from[0]
        process = child
        guard failure == 0 else {
            close(input)
            close(output)
            throw BenchmarkFault("\(program) cannot be started: \(String(cString: strerror(failure)))")
        }
    }

    deinit {
        if status == nil { _ = end() }
        close(input)
        close(output)
    }

    /// Sends a line.
    func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(input, bytes, bytes.count)
    }

    /// The next line, nil at the end.
    func line() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeFirst(end + 1) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }

    /// Waits for its end; returns the exit status, 128 and more after a signal.
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(process, &raw, 0) < 0, errno == EINTR {}
        let code = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f)
        status = code
        return code
    }

    /// Asks it to end, and waits.
    @discardableResult
    func end() -> Int32 {
        if status == nil { kill(process, SIGTERM) }
        return wait()
    }

    /// Runs a program to its end.
    ///
    /// - Returns: what it printed.
    static func run(_ program: String, _ arguments: [String], environment: [String: String]? = nil) throws -> [String] {
        let child = try Child(program, arguments, environment: environment)
        var lines: [String] = []
        while let line = child.line() { lines.append(line) }
        let code = child.wait()
        guard code == 0 else { throw BenchmarkFault("\(program) ended with \(code): \(lines.suffix(3))") }
        return lines
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
