import Synchronization

/// Where a transaction stands.
///
/// BEGIN is not sent by itself but goes out with the first statement.
final class TransactionState: Sendable, Equatable {
    enum Phase: Sendable {
        /// BEGIN has not been sent.
        case pending
        case open
        case committed
        /// Rolled back, by whomever.
        case ended
        /// COMMIT was sent and its answer lost.
        case unknown
    }

    private struct State {
        var phase = Phase.pending
        var firstFailure: PostgresError?
    }

    /// BEGIN and the settings.
    let prelude: [Command]

    private let state = Mutex(State())

    init(_ options: TransactionOptions) {
        prelude = options.prelude
    }

    /// The same transaction, whatever has become of it.
    static func == (left: TransactionState, right: TransactionState) -> Bool { left === right }

    var phase: Phase { state.withLock { $0.phase } }

    /// The first error that any statement of the transaction met, whatever its caller did with it.
    var firstFailure: PostgresError? { state.withLock { $0.firstFailure } }

    /// Whether the same closure may be tried again: the server chose this transaction as a conflict's victim, or its
    /// prepared statements went stale; and it is certain that nothing was committed.
    var mayRunAgain: Bool {
        state.withLock { state in
            guard state.phase != .committed, state.phase != .unknown, let failure = state.firstFailure else {
                return false
            }
            return failure.isConflict || failure.server?.isStalePlan == true
        }
    }

    func move(to phase: Phase) {
        state.withLock { $0.phase = phase }
    }

    func note(_ failure: PostgresError) {
        state.withLock { state in
            if state.firstFailure == nil { state.firstFailure = failure }
        }
    }
}
