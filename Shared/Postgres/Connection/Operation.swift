/// Something that a connection does from a request to its answer; one at a time, in the order of their coming.
///
/// Bound to the reactor's thread, like the `Session` that runs it.
final class Operation {
    /// What to do.
    enum Kind {
        /// Statements in pipeline mode, answered together.
        case batch([Command], TransactionState?)
        /// Statements in the simple protocol.
        case script(String)
        /// COPY … FROM STDIN.
        case copyIn(String)
        /// COPY … TO STDOUT.
        case copyOut(String)
    }

    /// What the caller gets.
    enum Answer: Sendable {
        case rows([Rows])
        /// COPY may begin.
        case ready
        /// COPY is done, with the number of rows.
        case copied(Int)
        /// A part of what COPY sends.
        case chunk([UInt8])
    }

    /// How far an operation is.
    enum Progress {
        case waiting
        case batch(BatchReplies)
        case simple(SimpleReplies)
    }

    typealias Waiter = CheckedContinuation<Answer, any Error>

    let id: UInt64
    let kind: Kind
    /// Whether the end of the caller's task leaves the operation alone: COMMIT, ROLLBACK and the end of COPY.
    var isShielded: Bool
    var progress = Progress.waiting
    var isCancelled = false
    /// Who waits for the next answer; nobody, while a COPY is in the caller's hands.
    var waiter: Waiter?
    /// Whether COPY data flows.
    var isStreaming = false
    /// Whether the caller has left a COPY OUT before its end; what still comes is thrown away.
    var isAbandoned = false

    init(id: UInt64, kind: Kind, isShielded: Bool, waiter: Waiter) {
        self.id = id
        self.kind = kind
        self.isShielded = isShielded
        self.waiter = waiter
    }

    /// Answers whoever waits.
    func answer(_ result: Result<Answer, any Error>) {
        waiter?.resume(with: result)
        waiter = nil
    }

    /// Whether this operation may have committed when its connection breaks now.
    var isCommitOpen: Bool {
        if case .batch(let replies) = progress { replies.isCommitOpen } else { false }
    }

    /// The first error that the server reported for it.
    var failure: PostgresError? {
        switch progress {
        case .waiting: nil
        case .batch(let replies): replies.failure
        case .simple(let replies): replies.failure
        }
    }
}
