import Dispatch
import Kernel
import Postgres
import Wire

/// Registrations over HTTP, by wrk.
struct HotlineLoad: Sendable {
    private let ground: Ground
    private let port: UInt16
    private let token: String
    private let bodies: String

    /// What the client saw.
    struct Outcome: Sendable {
        let requests: Double
        let seconds: Double
        /// Units: milliseconds.
        let p50, p99: Double

        var rate: Double { requests / seconds }
    }

    /// Writes bodies for grids of the city.
    init(_ suite: Suite) async throws {
        ground = suite.ground
        port = suite.port(of: "intake")
        token = try suite.token("CALL_TAKER")
        bodies = "\(suite.ground.floors)/bodies"
        let grids = try await PostgresPool.withPool(configuration: suite.database, size: 1, logger: suite.ground.logger)
        { pool in
            try await pool.query(
                "SELECT code FROM intake.areas WHERE length(code) = 15 ORDER BY code LIMIT 400"
            ).map { try $0.decode(String.self, at: 0) }
        }
        guard !grids.isEmpty else { throw BenchmarkFault("the city has no grids") }
        try TextFile.write(
            grids.enumerated().map { number, grid in Self.body(number, grid) + "\n" }.joined(), to: bodies)
    }

    /// Sends for some seconds.
    ///
    /// - Parameter pause: between the requests of a connection, in milliseconds on average; 0 is as fast as it goes.
    func run(connections: Int, seconds: Int, pause: Int = 0) throws -> Outcome {
        let lines = try Child.run(
            "wrk",
            [
                "-t1", "-c\(connections)", "-d\(seconds)s", "--timeout", "10s", "-s",
                "\(ground.scripts)/register.lua", "http://127.0.0.1:\(port)", "--",
                token, bodies, "bench-\(WallClock.now.microseconds)", "\(pause)",
            ])
        let figures =
            lines.last { $0.hasPrefix("figures ") }?.split(separator: " ").dropFirst().compactMap { Double($0) } ?? []
        guard figures.count == 6 else { throw BenchmarkFault("wrk said: \(lines)") }
        guard figures[4] == 0, figures[5] == 0 else {
            throw BenchmarkFault("\(figures[4]) answers were no success, \(figures[5]) connections broke")
        }
        return Outcome(requests: figures[0], seconds: figures[1], p50: figures[2], p99: figures[3])
    }

    /// The same on a thread that no task of ours needs.
    func runAside(connections: Int, seconds: Int, pause: Int) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try run(connections: connections, seconds: seconds, pause: pause) })
            }
        }
    }

    private static func body(_ number: Int, _ grid: String) -> String {
        let digits = "\(10_000_000 + number)"
        var writer = JSONWriter(reserving: 512)
        writer.object { request in
            request.field("channel", "phone")
            request.field("title", "垃圾没人清运")
            request.field("text", "垃圾桶满了三天没有清运，苍蝇很多，环境卫生太差，希望环卫尽快处理。盼回复。")
            request.object("requester") { requester in
                requester.field("name", "王小明")
                requester.field("phone", "138\(digits)")
                requester.field("address", "\(1 + number % 40)幢\(1 + number % 30)室")
            }
            request.field("area", grid)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
