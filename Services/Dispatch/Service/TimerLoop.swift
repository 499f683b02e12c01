import DispatchApplication
import Kernel
import Logging
import ServiceLifecycle

/// Fires what has fallen due, for as long as the service runs; any number of processes may run it side by side.
struct TimerLoop: Service {
    let passTime: PassTime
    let logger: Logger

    /// How often it looks when nothing is due.
    ///
    /// Real time: the city's own clock may run faster.
    static let interval = Duration.milliseconds(200)
    /// The wait after a failure, doubled up to the longest.
    static let firstWait = Duration.milliseconds(500)
    static let longestWait = Duration.seconds(15)
    /// Orders a transaction.
    static let batch = 100

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var wait = Self.firstWait
            while !Task.isCancelled {
                do {
                    let due = try await passTime.fire(limit: Self.batch)
                    wait = Self.firstWait
                    // A backlog is worked off without a pause, however long it is.
                    if due < Self.batch { try await Task.sleep(for: Self.interval) }
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning("due timers could not be fired", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: wait)
                    wait = min(wait * 2, Self.longestWait)
                }
            }
        }
    }
}
