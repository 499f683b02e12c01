public import Logging
public import Postgres
public import ServiceLifecycle

/// Makes the coming days' partitions and drops those past keeping, at the start and every hour.
public struct PartitionMaintenance: Service {
    private let pool: PostgresPool
    private let keepDays: Int
    private let logger: Logger

    /// Makes the upkeep of one schema.
    ///
    /// Range of `keepDays`: 2…3,650; longer than the oldest possible replay.
    public init(pool: PostgresPool, keepDays: Int = 30, logger: Logger) {
        self.pool = pool
        self.keepDays = keepDays
        self.logger = logger
    }

    /// Keeps the partitions up until it is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    _ = try await pool.query("SELECT maintain_message_partitions(3, \(Int32(keepDays)))")
                } catch {
                    logger.warning("partition upkeep failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(3600))
            }
        }
    }
}
