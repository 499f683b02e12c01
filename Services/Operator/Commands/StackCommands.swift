import ArgumentParser
import Logging
import Wire

/// What the commands about the local stack share.
struct StackOptions: ParsableArguments {
    @Option(help: "Partitions of the topology, fixed by the first installation (1…64); 4 where none is said.")
    var partitions: Int?

    @Option(help: "Seconds of the city's time in one of ours (1…10000); for trials only.")
    var clockSpeed = 1

    @Flag(help: "Print data as JSON.")
    var json = false

    func validate() throws {
        guard partitions.map((1...64).contains) ?? true else { throw ValidationError("--partitions is 1…64") }
        guard (1...10_000).contains(clockSpeed) else { throw ValidationError("--clock-speed is 1…10000") }
    }

    func stack() throws -> Stack {
        var options = Stack.Options()
        options.partitions = partitions
        options.clockSpeed = clockSpeed
        return Stack(installation: try .find(), options: options, logger: .forOperator)
    }
}

extension Logger {
    /// The operator's own log goes to standard error, warnings and worse.
    static var forOperator: Logger {
        var logger = Logger(label: "minqing") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        return logger
    }
}

/// Starts everything.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start the servers and the services of this checkout.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let environment = try await options.stack().up { Terminal.say("starting: \($0)") }
            for name in ContextServices.names {
                Terminal.print("\(name)\t\(environment[Stack.urlVariable(name)] ?? "")")
            }
        }
    }
}

/// Prepares the servers for services that something else starts.
struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make keys, schemas, broker users, topology and tokens; start no service.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported { _ = try await options.stack().install { Terminal.say("preparing: \($0)") } }
    }
}

/// Stops everything and keeps the data.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop the services and the servers; the data stays.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported { try await options.stack().down { Terminal.say("stopping: \($0)") } }
    }
}

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
            for name in ContextServices.names {
                let process = stack.services.pid(of: name)
                missing = missing || process == nil
                let url = environment[Stack.urlVariable(name)] ?? ""
                if options.json {
                    Terminal.print(json: { writer in
                        writer.field("service", name)
                        writer.field("running", process != nil)
                        writer.field("process", process.map { Int($0) })
                        writer.field("url", url)
                    })
                } else {
                    Terminal.print("\(name)\t\(process.map { "process \($0)" } ?? "stopped")\t\(url)")
                }
            }
            if missing { throw ExitCode(1) }
        }
    }
}

/// Brings the schemas up to date.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the migrations that have not run; the servers must be up.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            try stack.keys.prepare(services: ContextServices.names + BrokerSetup.guests)
            let setup = DatabaseSetup(
                environment: try stack.servers.environment(), database: stack.options.database, logger: stack.logger)
            _ = try await setup.create()
            let ran = try await setup.migrate(keys: stack.keys)
            for step in ran { Terminal.print(step.description) }
            if ran.isEmpty { Terminal.say("nothing to do") }
        }
    }
}

/// Turns a fault into its line and its exit code.
enum Faults {
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let fault as OperatorFault {
            Terminal.exit(fault)
        }
    }
}
