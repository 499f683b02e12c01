import ArgumentParser
import Logging

/// What the commands about the local stack share.
struct StackOptions: ParsableArguments {
    @Option(help: "Partitions of the topology, fixed by the first installation (1…64); 4 where none is said.")
    var partitions: Int?

    @Option(help: "Seconds of the city's time in one of ours (1…10000); for trials only.")
    var clockSpeed = 1

    @Flag(help: "Print data as JSON, one object a line.")
    var json = false

    func validate() throws {
        guard partitions.map((1...64).contains) ?? true else { throw ValidationError("--partitions is 1…64") }
        guard (1...10_000).contains(clockSpeed) else { throw ValidationError("--clock-speed is 1…10000") }
    }

    /// The stack of the checkout that we are in.
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
