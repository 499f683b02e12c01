import IntakeApplication
import Logging
import Reliability

extension Periodically {
    /// Keeps the map of this process the same as the table, which another process of the service may have changed: no older
    /// than two seconds.
    static func areaWatch(_ directory: AreaDirectory, logger: Logger) -> Periodically {
        Periodically("refreshing the map", every: .seconds(2), logger: logger) {
            try await directory.refresh()
            return .later
        }
    }
}
