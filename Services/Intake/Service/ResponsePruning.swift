import City
import IntakeApplication
import Logging
import Reliability

extension Periodically {
    /// How long a response is kept.
    ///
    /// Source: idempotency keys are kept for at least 24 h; a day more for clocks and queues.
    static let responseAge = Duration.seconds(48 * 3_600)

    /// Forgets, every ten minutes, the responses that were kept for replays and are too old for any.
    static func responsePruning(_ store: any IntakeStore, scope: AccessScope, logger: Logger) -> Periodically {
        Periodically("pruning stored responses", every: .seconds(600), logger: logger) {
            try await store.pruneResponses(olderThan: responseAge, scope: scope) > 0 ? .now : .later
        }
    }
}
