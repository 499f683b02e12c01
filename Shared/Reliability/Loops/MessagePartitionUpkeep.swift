import Logging
import Postgres

extension Periodically {
    /// Makes the coming partitions and removes what is past keeping, at the start and every hour.
    ///
    /// The function takes a lock, and finds nothing to do where another process was first.
    ///
    /// - Parameters:
    ///   - keepDays: of the inbox; longer than the oldest possible replay. Range: 2…3,650.
    ///   - keepMonths: of the journal. Range: 2…1,200. Default: ten years, the shorter of the two terms for which offices
    ///     keep files. Source: 机关文件材料归档范围和文书档案保管期限规定 (2006), article 7.
    static func messagePartitionUpkeep(
        pool: PostgresPool, keepDays: Int = 30, keepMonths: Int = 120, logger: Logger
    ) -> Periodically {
        Periodically("message partition upkeep", every: .seconds(3600), logger: logger) {
            _ = try await pool.query(
                "SELECT maintain_message_partitions(3, \(Int32(keepDays)), \(Int32(keepMonths)))")
            return .later
        }
    }
}
