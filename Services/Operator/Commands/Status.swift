import ArgumentParser
import City
import SuiteControl
import Wire

/// Says what runs.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which services run and where; exit code 1 when one does not.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            let text = (try? TextFile.read(stack.installation.environmentFile)) ?? ""
            let environment = EnvironmentFile(parsing: text)
            var missing = false
            for name in CityContext.names {
                let process = stack.services.pid(of: name)
                missing = missing || process == nil
                let url = environment[Stack.urlVariable(name)] ?? ""
                let state = process.map { "process \($0)" } ?? "stopped"
                Terminal.print(asJSON: options.json, "\(name)\t\(state)\t\(url)") { writer in
                    writer.field("service", name)
                    writer.field("running", process != nil)
                    writer.field("process", process.map { Int($0) })
                    writer.field("url", url)
                }
            }
            if missing { throw ExitCode(1) }
        }
    }
}
