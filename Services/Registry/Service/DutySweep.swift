import City
import Kernel
import Logging
import RegistryApplication
import Reliability
import ServiceRuntime

extension Periodically {
    /// Signs out, every half minute, the members who forgot to.
    ///
    /// Whether a duty is over is decided again on the locked row, so of two processes that find it the second changes
    /// nothing. Source of the interval: our choice; the time on duty does not depend on it.
    static func dutySweep(
        _ endOverdue: EndOverdueDuties, city: AreaCode, clock: ServiceClock, logger: Logger
    ) -> Periodically {
        Periodically("ending overdue duties", every: .seconds(30), logger: logger) {
            let ended = try await endOverdue(scope: AccessScope(area: city), now: clock.now())
            if ended > 0 { logger.info("overdue duties ended", metadata: ["count": "\(ended)"]) }
            return .later
        }
    }
}
