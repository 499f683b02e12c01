import ArgumentParser
import SuiteControl
import Wire

/// Stops everything and keeps the data.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop the services and the servers; the data stays.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            try await options.stack().down { name in
                Terminal.say("stopping: \(name)")
                if options.json { Terminal.print(json: { $0.field("stopping", name) }) }
            }
        }
    }
}
