import City
import IntakeApplication
import Logging
import ServiceLifecycle

/// Forgets, every so often, the responses that were kept for replays and are too old for any.
struct ResponsePruning: Service {
    let store: any IntakeStore
    let scope: AccessScope
    let logger: Logger

    /// How long a response is kept.
    ///
    /// Source: idempotency keys are kept for at least 24 h; a day more for clocks and queues.
    static let age = Duration.seconds(48 * 3_600)
    static let interval = Duration.seconds(600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await store.pruneResponses(olderThan: Self.age, scope: scope) > 0 {}
                } catch {
                    logger.warning("old responses could not be pruned", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
