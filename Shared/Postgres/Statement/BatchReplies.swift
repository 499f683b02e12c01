/// Follows the answers to one batch in pipeline mode, without touching libpq.
///
/// libpq returns each command's result followed by a null separator, and after the last one the Sync's own result,
/// which no separator follows. After an error all commands up to the next Sync are answered as aborted. Source:
/// PostgreSQL 15, 34.5.1.2 "Processing Results".
struct BatchReplies {
    /// What is still to be answered.
    enum Expectation {
        case prepare(StatementCache.Key, name: String)
        case deallocate
        case command(Command)
        case sync
    }

    /// An answer as libpq gives it.
    enum Reply {
        case result(ResultHandle)
        case error(ServerFields)
        case aborted
        case separator
        case sync
    }

    /// What the connection must do upon an answer.
    enum Action {
        case none
        case prepared(StatementCache.Key, name: String)
        case finished
        /// The answer does not belong here: the connection cannot be trusted any more.
        case confused
    }

    private let expectations: [Expectation]
    private var position = 0

    /// The rows of the answered queries, in order.
    private(set) var rows: [Rows] = []

    /// The first error that the server reported.
    private(set) var failure: PostgresError?

    /// Whether COMMIT was answered with COMMIT.
    private(set) var isCommitted = false

    /// Whether COMMIT was sent, and neither its answer nor a failure before it has come.
    private(set) var isCommitOpen: Bool

    init(_ expectations: [Expectation]) {
        self.expectations = expectations
        isCommitOpen = expectations.contains { expectation in
            if case .command(let command) = expectation { command.role == .commit } else { false }
        }
    }

    mutating func receive(_ reply: Reply) -> Action {
        guard position < expectations.count else { return .confused }
        switch (reply, expectations[position]) {
        case (.sync, .sync):
            position += 1
            return position == expectations.count ? .finished : .none
        case (_, .sync), (.sync, _):
            return .confused
        case (.separator, _):
            position += 1
            return .none
        case (.aborted, _):
            return .none
        case (.error(let fields), .deallocate) where !fields.isFatal:
            // The server has forgotten the statement already.
            return .none
        case (.error(let fields), let expectation):
            note(fields, expectation)
            return .none
        case (.result(let result), .command(let command)):
            accept(result, command)
            return .none
        case (.result, .prepare(let key, let name)):
            return .prepared(key, name: name)
        case (.result, .deallocate):
            return .none
        }
    }

    private mutating func note(_ fields: ServerFields, _ expectation: Expectation) {
        guard failure == nil else { return }
        var text: String?
        var isCommit = false
        switch expectation {
        case .command(let command):
            text = command.text
            isCommit = command.role == .commit
        case .prepare(let key, _): text = key.text
        case .deallocate, .sync: break
        }
        // A FATAL as the answer to COMMIT does not say whether the transaction was committed before, and nothing does
        // that libpq says of answers which never came.
        if fields.isFromServer, !(isCommit && fields.isFatal) { isCommitOpen = false }
        failure = PostgresError(
            code: fields.isFatal ? .connection : .server, server: fields, statement: text)
    }

    private mutating func accept(_ result: ResultHandle, _ command: Command) {
        switch command.role {
        case .query: rows.append(Rows(result: result))
        case .prelude, .rollback: break
        case .commit:
            isCommitOpen = false
            let tag = result.commandTag
            isCommitted = tag == "COMMIT"
            if !isCommitted, failure == nil {
                failure = PostgresError(code: .rolledBack, message: "COMMIT was answered with \(tag)")
            }
        }
    }
}
