import AMQP
import Synchronization

/// Two more brokers that join the run's own, and the leader is killed on request (`Tests/Chaos/rig/failover.py`).
final class KilledBrokers: Sendable {
    private let child: Mutex<Child>
    private let asked = Atomic<Int>(0)
    /// Of the balancer before the three.
    let port: Int

    init(_ ground: Ground) throws {
        let child = try Child(
            "\(ground.root)/.minqing/venv/bin/python",
            [
                "-m", "rig.failover", "--root", ground.state, "--vhost", FailoverBenchmark.virtualHost,
                "--user", ground.broker.user,
            ],
            environment: [
                "PATH": Ground.variable("PATH") ?? "/usr/bin:/bin", "HOME": Ground.variable("HOME") ?? "/",
                "PYTHONPATH": "\(ground.root)/Tests/Chaos", "PYTHONDONTWRITEBYTECODE": "1",
            ])
        let words = (child.line() ?? "").split(separator: " ")
        guard words.count == 2, words[0] == "ready", let port = Int(words[1]) else {
            throw BenchmarkFault("the three brokers did not start")
        }
        self.port = port
        self.child = Mutex(child)
    }

    /// Asks for a kill and does not wait: kills follow one another, each when the last broker is back.
    func kill() {
        asked.add(1, ordering: .relaxed)
        child.withLock { $0.say("kill") }
    }

    /// Waits until every broker is back; how long each that was killed took.
    ///
    /// Units: seconds.
    func awaitBack() throws -> [Double] {
        try (0..<asked.load(ordering: .relaxed)).map { _ in
            let line = child.withLock { $0.line() } ?? ""
            guard let seconds = line.split(separator: " ").last.flatMap({ Double($0) }) else {
                throw BenchmarkFault("a killed broker did not come back")
            }
            Report.say("  killed and back after seconds: \(line)")
            return seconds
        }
    }

    /// Ends the two; the run's own goes on.
    func end() {
        child.withLock { child in
            child.say("end")
            _ = child.wait()
        }
    }
}
