import ArgumentParser
import SuiteControl
import Wire

/// Prepares the servers for services that something else starts.
struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make keys, schemas, broker users, topology and tokens; start no service.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            _ = try await stack.install { Terminal.say("preparing: \($0)") }
            let partitions = try stack.partitions()
            let file = stack.installation.environmentFile
            Terminal.print(asJSON: options.json, "installed\t\(partitions) partitions\t\(file)") { writer in
                writer.field("installed", true)
                writer.field("partitions", partitions)
                writer.field("environment", file)
            }
        }
    }
}
