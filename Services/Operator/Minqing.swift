import ArgumentParser
import Glibc

/// The operator's command line.
///
/// Data goes to standard output, chatter to standard error.
///
/// Exit codes: 0 done, 1 what was checked does not hold, 64 wrong call, 69 something is not there, 78 configuration.
@main
struct Minqing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minqing",
        abstract: "Sets up, runs and looks after a minqing installation.",
        discussion: """
            Exit codes: 0 done; 1 what was checked does not hold; 64 wrong call; 69 something is not there; \
            78 configuration.
            """,
        subcommands: [
            Up.self, Down.self, Status.self, Doctor.self, Install.self, Migrate.self, Token.self, Revoke.self,
            Demo.self, Simulate.self, Outbox.self, DeadLetters.self, Describe.self,
        ])

    static func main() async {
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
