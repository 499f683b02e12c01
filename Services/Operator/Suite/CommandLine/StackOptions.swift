public import ArgumentParser
import Logging

/// What the commands about the local stack share.
public struct StackOptions: ParsableArguments, Sendable {
    @Option(help: "Partitions of the topology, fixed by the first installation (1…64); 4 where none is said.")
    public var partitions: Int?

    @Option(help: "Seconds of the city's time per second (1…10000); for trials only.")
    public var clockSpeed = 1

    @Flag(help: "Print data as JSON, one object per line.")
    public var json = false

    public func validate() throws {
        guard partitions.map((1...64).contains) ?? true else { throw ValidationError("--partitions is 1…64") }
        guard (1...10_000).contains(clockSpeed) else { throw ValidationError("--clock-speed is 1…10000") }
    }

    public init() {}

    /// The stack of the checkout that we are in.
    public func stack() throws -> Stack {
        var options = Stack.Options()
        options.partitions = partitions
        options.clockSpeed = clockSpeed
        return Stack(installation: try .find(), options: options, logger: .forOperator)
    }
}
