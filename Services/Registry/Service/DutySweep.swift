import Kernel
import Logging
import RegistryApplication
import ServiceLifecycle
import ServiceRuntime

/// Signs out, every so often, whoever forgot to.
struct DutySweep: Service {
    let endOverdue: EndOverdueDuties
    let city: AreaCode
    let clock: ServiceClock
    let logger: Logger

    /// How often it looks.
    ///
    /// Source: our choice; the time on duty does not depend on it.
    static let interval = Duration.seconds(30)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let ended = try await endOverdue(scope: ActingScope(area: city), now: clock.now())
                    if ended > 0 { logger.info("overdue duties ended", metadata: ["count": "\(ended)"]) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("overdue duties could not be ended", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: Self.interval) } catch { return }
            }
        }
    }
}
