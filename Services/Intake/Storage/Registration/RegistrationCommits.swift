import IntakeApplication
import Kernel
import Postgres
import Reliability

/// Lets registrations that come at the same time share a transaction.
struct RegistrationCommits: Sendable {
    private typealias Results = [Result<RegistrationOutcome, any Error>]
    private typealias Flush =
        @Sendable ([RegistrationDraft], RegistrationTransaction.Keys) async throws -> [RegistrationOutcome]

    private let commits: GroupCommit<RegistrationDraft, Result<RegistrationOutcome, any Error>>
    /// Second clicks that met the first one in flight: they wait for it in a transaction of their own, so that nobody
    /// else's waits with them.
    private let secondClicks: GroupCommit<RegistrationDraft, Result<RegistrationOutcome, any Error>>

    /// How long a second click waits for the first one, which takes no longer than a transaction.
    private static let patience = Duration.seconds(1)

    /// Source: PostgreSQL 15, Appendix A: the lock timeout ran out.
    private static let lockNotAvailable = "55P03"

    /// - Parameters:
    ///   - limit: how many registrations may share a transaction. Range: 1…500.
    ///   - flush: registers all of them in one transaction; one outcome per draft.
    init(
        limit: Int,
        flush:
            @escaping @Sendable ([RegistrationDraft], RegistrationTransaction.Keys) async throws ->
            [RegistrationOutcome]
    ) {
        commits = GroupCommit(limit: limit, flushesAtOnce: 2) { await Self.commit($0, .taken, flush) }
        secondClicks = GroupCommit(limit: limit, flushesAtOnce: 1) {
            await Self.commit($0, .awaited(Self.patience), flush)
        }
    }

    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome {
        let outcome = try await commits.submit(draft).get()
        guard outcome == .inFlight, draft.key == nil else { return outcome }
        return try await secondClicks.submit(draft).get()
    }

    /// Commits together what can be; where the batch fails for a reason of its own, each one stands alone.
    private static func commit(
        _ drafts: [RegistrationDraft], _ keys: RegistrationTransaction.Keys, _ flush: Flush
    ) async -> Results {
        do {
            return try await flush(drafts, keys).map { .success($0) }
        } catch  where keys.areAwaited && (error as? PostgresError)?.sqlState == lockNotAvailable {
            // A first click takes too long; those of the others are there by now.
            return await commit(drafts, .taken, flush)
        } catch  where drafts.count > 1 && !isTransient(error) {
            var results: Results = []
            for draft in drafts { results += await commit([draft], keys, flush) }
            return results
        } catch {
            return drafts.map { _ in .failure(error) }
        }
    }

    /// Whether the database is the reason and not a draft; a commit without an answer is among these, and never repeated.
    private static func isTransient(_ error: any Error) -> Bool {
        (error as? any TransientFailure)?.isTransient ?? false
    }
}
