import IntakeStorage
import Logging
import ServiceLifecycle

/// Forgets, every so often, the answers that were kept for replays and are too old for any.
struct AnswerPruning: Service {
    let queries: PostgresRequestQueries
    let logger: Logger

    /// How long an answer is kept.
    ///
    /// Source: idempotency keys are kept for at least 24 h; a day more for clocks and queues.
    static let age = Duration.seconds(48 * 3_600)
    static let interval = Duration.seconds(600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await queries.pruneAnswers(olderThan: Self.age) > 0 {}
                } catch {
                    logger.warning("old answers could not be pruned", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
