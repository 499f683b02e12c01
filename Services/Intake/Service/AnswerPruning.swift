import IntakeStorage
import Logging
import Reliability

extension Periodically {
    /// How long an answer is kept.
    ///
    /// Source: idempotency keys are kept for at least 24 h; a day more for clocks and queues.
    static let answerAge = Duration.seconds(48 * 3_600)

    /// Forgets, every ten minutes, the answers that were kept for replays and are too old for any.
    static func answerPruning(_ queries: PostgresRequestQueries, logger: Logger) -> Periodically {
        Periodically("pruning kept answers", every: .seconds(600), logger: logger) {
            try await queries.pruneAnswers(olderThan: answerAge) > 0 ? .now : .later
        }
    }
}
