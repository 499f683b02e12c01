import Logging
import Postgres

extension Periodically {
    /// Makes the coming days' partitions and drops those past keeping, at the start and every hour.
    ///
    /// The function takes a lock, and finds nothing to do where another process was first.
    ///
    /// - Parameter keepDays: longer than the oldest possible replay. Range: 2…3,650.
    static func messagePartitionUpkeep(pool: PostgresPool, keepDays: Int = 30, logger: Logger) -> Periodically {
        Periodically("message partition upkeep", every: .seconds(3600), logger: logger) {
            _ = try await pool.query("SELECT maintain_message_partitions(3, \(Int32(keepDays)))")
            return .later
        }
    }
}
