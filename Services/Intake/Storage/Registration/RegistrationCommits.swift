import IntakeApplication
import Kernel
import Postgres
import Reliability

/// Lets registrations that come at the same time share a transaction.
struct RegistrationCommits: Sendable {
    private let commits: GroupCommit<RegistrationDraft, RegistrationOutcome>
    /// Second clicks that met the first one in flight: they wait for it in a transaction of their own, so that no other
    /// caller's waits with them.
    private let secondClicks: GroupCommit<RegistrationDraft, RegistrationOutcome>

    /// How long a registration waits for its transaction to begin.
    ///
    /// Source: our choice; callers of the API give up after some ten seconds, and the transaction takes its part of them.
    private static let patience = Duration.seconds(5)
    /// Source: PostgreSQL 15, Appendix A: the lock timeout ran out.
    private static let lockNotAvailable = "55P03"

    /// - Parameters:
    ///   - limit: how many registrations may share a transaction. Range: 1…500.
    ///   - lockTimeout: how long a second click waits for the first one.
    ///   - flush: registers all of them in one transaction; one outcome per draft.
    init(
        limit: Int, lockTimeout: Duration,
        flush:
            @escaping @Sendable ([RegistrationDraft], RegistrationTransaction.Keys) async throws ->
            [RegistrationOutcome]
    ) {
        commits = GroupCommit(limit: limit, flushesAtOnce: 2, patience: Self.patience) { drafts in
            try await flush(drafts, .taken)
        }
        secondClicks = GroupCommit(limit: limit, flushesAtOnce: 1, patience: Self.patience) { drafts in
            do {
                return try await flush(drafts, .awaited(lockTimeout))
            } catch let error as PostgresError where error.sqlState == Self.lockNotAvailable {
                // A first click takes too long; those of the others are there by now.
                return try await flush(drafts, .taken)
            }
        }
    }

    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome {
        let outcome = try await commits.submit(draft)
        guard outcome == .inFlight, draft.key == nil else { return outcome }
        return try await secondClicks.submit(draft)
    }
}
