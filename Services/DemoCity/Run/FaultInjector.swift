import City
import Glibc
import SuiteControl

/// Kills each service once and restarts each server once while the load runs.
struct FaultInjector: Sendable {
    let stack: Stack
    let environment: EnvironmentFile
    /// Time between two disturbances.
    let every: Duration

    /// Disturbs everything once; returns what it did, in order.
    func run() async throws -> [String] {
        var done: [String] = []
        for name in CityContext.names {
            try await Task.sleep(for: every)
            // One that is just being started again is killed when it is there.
            while !stack.services.kill(name) { try await Task.sleep(for: .milliseconds(100)) }
            done.append("SIGKILL \(name)")
            Terminal.say("  ✗ killed \(name)")
        }
        for server in ["rabbitmq", "postgres"] {
            try await Task.sleep(for: every)
            Terminal.say("  ✗ restarting \(server)")
            try stack.servers.restart(server)
            done.append("restart \(server)")
        }
        return done
    }
}

/// Starts a service again that ended, as an init system would.
struct ServiceKeeper: Sendable {
    let stack: Stack
    let environment: EnvironmentFile
    /// Off where the services are somebody else's to start.
    let isOn: Bool

    /// Watches for as long as the body runs.
    func keeping<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            defer { group.cancelAll() }
            if isOn {
                group.addTask {
                    try await watch()
                    return nil
                }
            }
            group.addTask { try await body() }
            while let ended = try await group.next() {
                if let result = ended { return result }
            }
            throw CancellationError()
        }
    }

    private func watch() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(200))
            for name in CityContext.names where stack.services.pid(of: name) == nil {
                try stack.startService(name, environment)
                Terminal.say("  ↻ started \(name) again")
            }
        }
    }
}
