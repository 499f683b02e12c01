public import ArgumentParser
import Glibc

extension AsyncParsableCommand {
    /// Parses the arguments, runs the command and ends the process with its exit code: the `main` of a program.
    public static func runToExit() async -> Never {
        // What it makes is for its owner; what others may read is opened to them on purpose.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Terminal.end(0)
        } catch {
            let (text, code) = (fullMessage(for: error), exitCode(for: error).rawValue)
            if !text.isEmpty { Terminal.write(text + "\n", to: code == 0 ? 1 : 2) }
            Terminal.end(code)
        }
    }
}
