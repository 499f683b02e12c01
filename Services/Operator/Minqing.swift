import ArgumentParser
import SuiteControl

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
            Journal.self, DeadLetters.self, Describe.self,
        ])

    static func main() async { await runToExit() }
}
