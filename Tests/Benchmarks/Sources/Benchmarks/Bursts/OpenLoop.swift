import Glibc
import Histogram
import Kernel
import Synchronization

/// Registrations that begin when they are due, whether or not earlier ones have been answered; each one's latency
/// counts from the moment at which it was due.
///
/// Why: a client that waits for a slow server sends less just when it is slow, and does not see what it caused.
/// Source: G. Tene, "How NOT to Measure Latency"; "coordinated omission".
struct OpenLoop: Sendable {
    let staff: StaffClient
    /// Connections, each with a thread; so many can be unanswered at once.
    let connections: Int

    struct Outcome: Sendable {
        let answered: Int
        let failures: Int
        /// From the first due moment to the last answer.
        ///
        /// Units: seconds.
        let took: Double
        /// Units: milliseconds.
        let p50, p95, p99, most: Double

        var rate: Double { Double(answered) / took }
    }

    private struct Tally: Sendable {
        var next = 0
        var failures = 0
        var firstFailure: String?
        var histogram = Histogram<UInt64>(
            highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: .three)
    }

    /// - Parameter rate: due registrations a second; nil sends each as soon as a connection is free.
    func run(rate: Double?, seconds: Int) async throws -> Outcome {
        let run = UInt64(bitPattern: WallClock.now.microseconds)
        let tally = Mutex(Tally())
        let staff = staff
        let start = ContinuousClock.now + .milliseconds(20)
        let end = start + .seconds(seconds)
        await Threads.run(connections) { client in
            let link = HTTPLink(port: staff.intake)
            var random = SplitMix64(seed: run ^ UInt64(client))
            while true {
                let number = tally.withLock { tally in
                    tally.next += 1
                    return tally.next
                }
                let due = rate.map { start + .microseconds(Int64(Double(number - 1) / $0 * 1e6)) } ?? .now
                guard due < end else { return }
                Self.sleep(until: due)
                let phone = "137\(10_000_000 + Int(random.next() % 89_999_999))"
                var failure: String?
                do {
                    let answer = try link.send(
                        "POST", "/v1/requests", token: staff.callTaker, body: staff.registration(phone, &random),
                        key: "open-\(run)-\(number)")
                    if !answer.isSuccess { failure = "\(answer.status) \(answer.text)" }
                } catch {
                    failure = "\(error)"
                }
                let latency = UInt64(max(0, (ContinuousClock.now - due).inSeconds * 1e6))
                tally.withLock { tally in
                    _ = tally.histogram.record(min(latency, 600_000_000))
                    if let failure {
                        tally.failures += 1
                        tally.firstFailure = tally.firstFailure ?? failure
                    }
                }
            }
        }
        let took = (ContinuousClock.now - start).inSeconds
        return tally.withLock { tally in
            if let failure = tally.firstFailure { Report.say("  \(tally.failures) were no success: \(failure)") }
            func percentile(_ percent: Double) -> Double {
                Double(tally.histogram.valueAtPercentile(percent)) / 1000
            }
            return Outcome(
                answered: Int(tally.histogram.totalCount) - tally.failures, failures: tally.failures, took: took,
                p50: percentile(50), p95: percentile(95), p99: percentile(99),
                most: Double(tally.histogram.maxRecorded) / 1000)
        }
    }

    private static func sleep(until due: ContinuousClock.Instant) {
        let left = (due - .now).inSeconds
        guard left > 0 else { return }
        var time = timespec(tv_sec: Int(left), tv_nsec: Int((left - left.rounded(.down)) * 1e9))
        nanosleep(&time, nil)
    }
}
