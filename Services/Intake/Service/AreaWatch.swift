import IntakeApplication
import Logging
import ServiceLifecycle

/// Keeps the map of this process the same as the table, which another process of the service may have changed.
struct AreaWatch: Service {
    let directory: AreaDirectory
    let logger: Logger

    /// How old the map may become.
    static let interval = Duration.seconds(2)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await directory.refresh()
                } catch {
                    logger.warning("the map could not be refreshed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
