import Synchronization

/// Whether a service should be sent requests: all its checks pass and it is not on its way down.
public final class Readiness: Sendable {
    /// How long a check may take.
    public static let checkTimeout = Duration.seconds(2)

    private let checks: [HealthCheck]
    private let timeout: Duration
    private let draining = Atomic(false)

    /// Takes the checks of a service.
    public init(_ checks: [HealthCheck], timeout: Duration = checkTimeout) {
        self.checks = checks
        self.timeout = timeout
    }

    /// From now on the service is not ready, so that a load balancer looks elsewhere while the last requests end.
    public func drain() { draining.store(true, ordering: .releasing) }

    /// Whether the service is on its way down.
    public var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// Runs the checks beside each other; the names of those that failed, in the order of their declaration.
    public func failures() async -> [String] {
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
