/// One thing that a service needs in order to be of use: its database, its broker.
public struct HealthCheck: Sendable {
    /// The name in the answer of `/health/ready`.
    public let name: String

    /// Throws if the thing is not there; honours cancellation.
    let check: @Sendable () async throws -> Void

    /// Describes a check.
    public init(_ name: String, check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }

    /// A check that asks a question with a plain answer.
    public init(_ name: String, isHealthy: @escaping @Sendable () async -> Bool) {
        self.init(name) { if await !isHealthy() { throw Unhealthy() } }
    }

    private struct Unhealthy: Error {}
}
