import Kernel
import Synchronization

/// Clients that live one lifecycle after the other, each waiting for the answer before the next command.
struct LifecycleLoad {
    let suite: Suite
    let staff: StaffClient
    let clients: Int

    /// What a measurement gave.
    struct Outcome {
        /// Ended in the time.
        let lifecycles: Int
        /// Ended in the time or after it: what the processes have spent is for these.
        let finished: Int
        let failures: Int
        let seconds: Double
        let timings: Timings
        /// Processor time by process name.
        ///
        /// Units: seconds.
        let spent: [(name: String, seconds: Double)]

        var rate: Double { Double(lifecycles) / seconds }
    }

    private struct Tally: Sendable {
        var next = 0
        var done = 0
        var finished = 0
        var failures: [String] = []
    }

    /// Lives for some seconds; a lifecycle under way at the end is finished and not counted.
    ///
    /// Throws: where more than one lifecycle of fifty failed.
    func run(seconds: Int) async throws -> Outcome {
        let tally = Mutex(Tally())
        let timings = Timings()
        let before = try spent()
        let end = ContinuousClock.now + .seconds(seconds)
        let (staff, run) = (staff, UInt64(bitPattern: WallClock.now.microseconds))
        try await staff.events.listening(suite.ground) {
            await Threads.run(clients) { client in
                let life = Lifecycle(staff, timings: timings, run: run, client: client)
                while ContinuousClock.now < end {
                    let number = tally.withLock { tally in
                        tally.next += 1
                        return tally.next
                    }
                    do {
                        try life.live(number)
                        let isInTime = ContinuousClock.now < end
                        tally.withLock { tally in
                            tally.finished += 1
                            if isInTime { tally.done += 1 }
                        }
                    } catch {
                        tally.withLock { $0.failures.append("\(error)") }
                    }
                }
            }
        }
        let (done, finished, failures) = tally.withLock { ($0.done, $0.finished, $0.failures) }
        for failure in Set(failures.prefix(5)) { Report.say("  a lifecycle failed: \(failure)") }
        guard failures.count * 50 <= done else {
            throw BenchmarkFault("\(failures.count) lifecycles failed, \(done) did not")
        }
        let after = try spent()
        return Outcome(
            lifecycles: done, finished: finished, failures: failures.count, seconds: Double(seconds), timings: timings,
            spent: zip(before, after).map { ($0.name, $1.seconds - $0.seconds) })
    }

    private func spent() throws -> [(name: String, seconds: Double)] {
        let servers = ServerTime(ground: suite.ground)
        return try Suite.names.map { ($0, try suite.process(of: $0).processorSeconds) }
            + ServerTime.servers.map { ($0, try servers.of($0)) } + [("clients", WallClock.processorSeconds)]
    }
}
