import DispatchApplication
import Logging
import Reliability
import ServiceLifecycle

/// Fires what has fallen due, for as long as the service runs; any number of processes may run it side by side.
struct TimerLoop: Service {
    let passTime: PassTime
    let logger: Logger

    /// How often it looks when nothing is due.
    static let interval = Duration.milliseconds(200)
    /// Orders a transaction.
    static let batch = 100

    func run() async throws {
        try await Periodically("firing due timers", every: Self.interval, logger: logger) {
            // A backlog is worked off without a pause, however long it is.
            try await passTime.fire(limit: Self.batch) < Self.batch ? .later : .now
        }.run()
    }
}
