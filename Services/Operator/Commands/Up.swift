import ArgumentParser
import City
import SuiteControl
import Wire

/// Starts everything.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start the servers and the services of this checkout.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let environment = try await options.stack().up { Terminal.say("starting: \($0)") }
            for name in CityContext.names {
                let url = environment[Stack.urlVariable(name)] ?? ""
                Terminal.print(asJSON: options.json, "\(name)\t\(url)") { writer in
                    writer.field("service", name)
                    writer.field("url", url)
                }
            }
        }
    }
}
