import ArgumentParser
import SuiteControl

/// The demo city's program: simulated callers, members and staff who use the public APIs.
///
/// Data goes to standard output, chatter to standard error.
@main
struct DemoCityProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-city",
        abstract: "Runs a day of a demo city through minqing and checks that nothing was lost.",
        discussion: """
            Exit codes: 0 done; 1 something was lost, repeated or left over; 64 wrong call; 69 something is not there; \
            78 configuration.
            """,
        subcommands: [Run.self, Simulate.self])

    static func main() async { await runToExit() }
}
