import Messaging

/// One of the C programs, from its set-up to its line of figures.
struct FloorProgram {
    private let name: String
    private let child: Child

    /// What it says of itself.
    struct Outcome {
        let count: Double
        let seconds: Double
        let processorSeconds: Double

        var rate: Double { count / seconds }
        /// Units: microseconds of the processor a message.
        var cost: Double { processorSeconds / count * 1e6 }
    }

    static func publish(_ ground: Ground, exchange: String, key: String, count: Int) throws -> FloorProgram {
        try FloorProgram(
            name: "publish", ground,
            [exchange, key, "\(HopSchema.partitions)", "\(count)", "1000", "\(Preload.message().body.count)"])
    }

    static func consume(_ ground: Ground, queue: String, count: Int) throws -> FloorProgram {
        try FloorProgram(name: "consume", ground, [queue, "\(HopSchema.partitions)", "\(count)", "400"])
    }

    private init(name: String, _ ground: Ground, _ arguments: [String]) throws {
        self.name = name
        child = try Child("\(ground.floors)/\(name)", ground.brokerArguments + arguments)
    }

    func awaitReady() throws {
        guard child.line() == "ready" else { throw BenchmarkFault("the floor's \(name) did not start") }
    }

    func start() { child.say("start") }

    func result() throws -> Outcome {
        let figures = (child.line() ?? "").split(separator: " ").compactMap { Double($0) }
        guard child.wait() == 0, figures.count == 3 else { throw BenchmarkFault("the floor's \(name) failed") }
        return Outcome(count: figures[0], seconds: figures[1], processorSeconds: figures[2])
    }

    /// From ready to the end.
    func run() throws -> Outcome {
        try awaitReady()
        start()
        return try result()
    }
}
