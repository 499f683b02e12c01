import Glibc

/// A program started by a test, in a process group of its own so that its children end with it.
public final class ChildProcess: Sendable {
    private let pid: pid_t

    /// Starts a shell script, its output appended to a file.
    ///
    /// - Parameter environment: added to our own.
    public init(script: String, environment: [String: String], log: String) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        // The thread that we are on may block signals; the child must not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        defer { posix_spawnattr_destroy(&attributes) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let exports = environment.map { "export \($0.key)='\($0.value)'\n" }.joined()
        let words = ["/bin/sh", "-c", exports + script]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environ)
        guard status == 0 else { throw NotInTime(description: "posix_spawn: \(status)") }
        self.pid = pid
    }

    /// Runs a script to its end.
    ///
    /// - Throws: ``NotInTime`` where it fails or takes longer than ``patience``.
    public static func run(_ script: String, environment: [String: String], log: String) async throws {
        let child = try ChildProcess(script: script, environment: environment, log: log)
        let status = try await child.exit(within: patience)
        guard status == 0 else { throw NotInTime(description: "exit status \(status), see \(log)") }
    }

    /// Waits for the end; returns the exit status.
    public func exit(within limit: Duration) async throws -> Int {
        var status: Int32 = 0
        try await eventually(within: limit, "the end of process \(pid)") { waitpid(pid, &status, WNOHANG) == pid }
        return Int(status)
    }

    /// Sends a signal to the process and its children.
    public func signal(_ signal: Int32) {
        kill(-pid, signal)
    }
}
