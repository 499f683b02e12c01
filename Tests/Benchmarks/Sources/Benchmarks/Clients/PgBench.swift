import Kernel
import Postgres

/// PostgreSQL's own benchmark with a script of ours, statements prepared.
struct PgBench {
    let ground: Ground
    let database: String
    let user: String
    let password: String
    let script: String
    let clients: Int
    /// How many each client makes.
    let transactions: Int
    let variables: [String: Int]

    /// What it says of itself.
    struct Outcome {
        /// Transactions a second, connecting left out.
        let rate: Double
        let seconds: Double
    }

    func run() throws -> Outcome {
        let configuration = ground.database(database)
        var arguments = [
            "-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-t", "\(transactions)", "-f", script,
            "-h", configuration.host, "-p", configuration.ports, "-U", user,
        ]
        for (name, value) in variables { arguments += ["-D", "\(name)=\(value)"] }
        let lines = try Child.run(
            "pgbench", arguments + [database],
            environment: ["PGPASSWORD": password, "PATH": Ground.variable("PATH") ?? "/usr/bin:/bin"])
        guard let line = lines.first(where: { $0.hasPrefix("tps = ") }),
            let rate = line.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }), rate > 0,
            lines.contains(where: { $0.contains("failed transactions: 0 ") })
        else { throw BenchmarkFault("pgbench said: \(lines)") }
        return Outcome(rate: rate, seconds: Double(clients * transactions) / rate)
    }

    /// Fills a script's @MS@ and @BODY@ in.
    ///
    /// - Returns: where the filled script lies.
    static func script(_ name: String, ground: Ground, body: [UInt8] = []) throws -> String {
        guard var text = TextFile.read("\(ground.scripts)/\(name).sql") else {
            throw BenchmarkFault("\(ground.scripts)/\(name).sql cannot be read")
        }
        let milliseconds = hexadecimal(UInt64(WallClock.now.microseconds / 1000), digits: 12)
        text.replace("@MS@", with: milliseconds)
        text.replace("@BODY@", with: body.map { hexadecimal(UInt64($0), digits: 2) }.joined())
        let path = "\(ground.floors)/\(name).sql"
        try TextFile.write(text, to: path)
        return path
    }

    private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
