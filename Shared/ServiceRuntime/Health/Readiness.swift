import Synchronization

/// Whether a service should be sent requests: all its checks pass and it is not on its way down.
///
/// Why the checks are shared: each takes a connection of the pool, and anybody may ask as often as he likes.
public final class Readiness: Sendable {
    /// How long a check may take.
    public static let checkTimeout = Duration.seconds(2)

    /// How long the outcome of a check is given to all who ask.
    public static let checkInterval = Duration.seconds(1)

    private struct LastCheck {
        var task: Task<[String], Never>
        var endedAt: ContinuousClock.Instant?
    }

    private let checks: [HealthCheck]
    private let timeout: Duration
    private let interval: Duration
    private let draining = Atomic(false)
    private let last = Mutex<LastCheck?>(nil)

    /// Takes the checks of a service.
    public init(_ checks: [HealthCheck], timeout: Duration = checkTimeout, interval: Duration = checkInterval) {
        self.checks = checks
        self.timeout = timeout
        self.interval = interval
    }

    /// From now on the service is not ready, so that a load balancer looks elsewhere while the last requests end.
    public func drain() { draining.store(true, ordering: .releasing) }

    /// Whether the service is on its way down.
    public var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// The names of the checks that failed, in the order of their declaration.
    ///
    /// All who ask while the checks run, or within a second of their end, get one outcome.
    public func failures() async -> [String] {
        let task = last.withLock { last in
            if let last, last.endedAt.map({ $0.duration(to: .now) < interval }) ?? true { return last.task }
            // Unstructured on purpose: several callers wait for one run, and it must not end with the first of them.
            let task = Task {
                let failed = await run()
                self.last.withLock { $0?.endedAt = .now }
                return failed
            }
            last = LastCheck(task: task)
            return task
        }
        return await task.value
    }

    /// Runs the checks beside each other.
    private func run() async -> [String] {
        let failed = await withTaskGroup(of: String?.self) { group in
            for check in checks {
                group.addTask { await self.passes(check) ? nil : check.name }
            }
            return await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
        }
        return checks.map(\.name).filter { failed.contains($0) }
    }

    /// The names of all checks.
    var names: [String] { checks.map(\.name) }

    private func passes(_ check: HealthCheck) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await check.check()
                    return true
                } catch {
                    // The reason is the check's own to log; here only the outcome counts.
                    return false
                }
            }
            group.addTask {
                do { try await Task.sleep(for: self.timeout) } catch { return false }
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
