import ArgumentParser
import City
import SuiteControl
import Wire

/// Brings the schemas up to date.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the migrations that have not run; the servers must be up.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            try stack.keys.prepare(services: CityContext.names + BrokerSetup.guests)
            let setup = DatabaseSetup(
                environment: try stack.servers.environment(), database: stack.options.database, logger: stack.logger)
            _ = try await setup.create()
            let ran = try await setup.migrate(keys: stack.keys)
            for step in ran {
                Terminal.print(asJSON: options.json, step.description) { writer in
                    writer.field("schema", step.schema)
                    writer.field("step", step.name)
                }
            }
            if ran.isEmpty { Terminal.say("nothing to do") }
        }
    }
}
