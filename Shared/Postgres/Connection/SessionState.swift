import DequeModule

/// What one connection is doing, without touching it: every event returns what is to be done, in order.
///
/// Operations run one after the other, because a cancel request names a connection and no statement: with a second
/// operation behind the first in the socket, a late request could end the wrong one.
///
/// An event that cannot come where it came is a bug: it traps in debug builds; in a release build it is logged and ends
/// the connection, which is then not in step with what is believed of it.
struct SessionState {
    typealias Outcome = Result<Operation.Answer, PostgresError>
    typealias Event = @Sendable (inout SessionState, ServerStatus) -> [Action]

    /// Where the server's transaction stands, as libpq last heard.
    enum ServerStatus {
        case idle
        case open
        case failed
    }

    /// What the driver must do.
    enum Action: Equatable {
        /// Give a batch to libpq in one go, so that nothing can come between; `sendFailed` if it does not take all.
        case send([BatchPlan.Step])
        /// Give a text in the simple protocol to libpq; `sendFailed` if it does not take it.
        case sendSimple(String)
        /// End a COPY IN; a failure makes the server forget its rows.
        case endCopy(failure: String?)
        /// Send what libpq holds back.
        case flush
        /// Take what has come, as far as `reading` says.
        case read
        case watch(readable: Bool, writable: Bool)
        /// Resume the caller that waits for the operation's next answer.
        case answer(UInt64, Outcome)
        case note(PostgresError, in: TransactionState)
        case move(TransactionState, to: TransactionState.Phase)
        /// Say whether the connection can be lent as it is.
        case setClean(Bool)
        /// Ask the server to end what it does; `cancelArrived` when that is through.
        case requestCancel
        /// Report `repetitionDue` after a delay.
        case repeatCancel(UInt64, after: Duration)
        /// Report `graceEnded` when the time that a cancelled operation gets is over.
        case startGrace(UInt64)
        case stopTimers
        /// Resume the caller that waits for the socket to take its bytes.
        case resumeWriter
        /// Let the connection go.
        case disconnect
        /// Log that an event came out of turn.
        case fault(String)
    }

    /// What may be taken from the connection.
    enum Reading {
        case nothing
        case batch
        case simple
        case copyOut
    }

    /// An operation under way.
    private struct Running {
        enum Progress {
            /// The replies are being worked on.
            case taken
            case batch(BatchReplies)
            case simple(SimpleReplies)
        }

        let operation: Operation
        var progress: Progress
        /// Where COMMIT stands among what was sent.
        var commitStep: Int?
        var isCancelled = false
        /// Whether the caller waits for the next answer; it does not while it feeds or reads a COPY.
        var isAwaited = true
        /// Whether COPY data flows.
        var isStreaming = false
        /// Whether the caller has left a COPY OUT before its end; what still comes is thrown away.
        var isAbandoned = false

        /// The first error that the server reported for it.
        var failure: PostgresError? {
            switch progress {
            case .taken: nil
            case .batch(let replies): replies.failure
            case .simple(let replies): replies.failure
            }
        }
    }

    /// How long to wait before a request is repeated that the server seems to have missed; doubled each time.
    private static let firstRepetition = Duration.milliseconds(50)

    private var statements: StatementCache
    private var waiting = Deque<Operation>()
    private var current: Running?
    /// Whether a cancel request is on its way: nothing may be sent until it has arrived.
    private var isCancelling = false
    private var cancelAttempts = 0
    private var isClean = true
    private var isReadable = true
    /// Why the connection has ended.
    private(set) var closeReason: PostgresError?
    /// Whether libpq holds bytes back that the socket did not take.
    private(set) var isWaitingToWrite = false

    init(statementCacheLimit: Int) {
        statements = StatementCache(limit: statementCacheLimit)
    }

    // MARK: Operations

    /// A caller asks for an operation.
    ///
    /// - Parameter isLent: whether the caller still has the connection.
    mutating func submitted(
        _ operation: Operation, isLent: Bool, isTaskCancelled: Bool, _ server: ServerStatus
    ) -> [Action] {
        guard current?.operation.id != operation.id, !waiting.contains(where: { $0.id == operation.id }) else {
            return outOfTurn("an operation was submitted twice")
        }
        if let closeReason { return [.answer(operation.id, .failure(closeReason))] }
        guard isLent else {
            return [.answer(operation.id, Self.misuse("a connection was used after its closure had returned"))]
        }
        guard operation.isShielded || !isTaskCancelled else {
            return [.answer(operation.id, .failure(PostgresError(code: .cancelled)))]
        }
        var actions: [Action] = []
        waiting.append(operation)
        setClean(false, &actions)
        advance(server, &actions)
        return actions
    }

    /// A lease has ended: whatever its holder left is ended or refused, and a ROLLBACK, harmless outside a
    /// transaction, leaves the connection as it was lent.
    mutating func leaseReturned(rollback id: UInt64, _ server: ServerStatus) -> [Action] {
        if let closeReason { return [.answer(id, .failure(closeReason))] }
        var actions: [Action] = []
        cancelCurrent(&actions)
        while let stray = waiting.popFirst() {
            actions.append(.answer(stray.id, Self.misuse("a statement outlived its connection's closure")))
        }
        waiting.append(Operation(id: id, kind: .batch([.rollback], nil), isShielded: true))
        setClean(false, &actions)
        advance(server, &actions)
        return actions
    }

    /// Starts the next operation if nothing is under way.
    private mutating func advance(_ server: ServerStatus, _ actions: inout [Action]) {
        while current == nil, !isCancelling, let operation = waiting.popFirst() {
            start(operation, server, &actions)
        }
        noteWhetherClean(server, &actions)
    }

    private mutating func start(_ operation: Operation, _ server: ServerStatus, _ actions: inout [Action]) {
        switch operation.kind {
        case .batch(let commands, let transaction):
            if let refusal = Self.refusal(of: commands, in: transaction, server) {
                finish(Running(operation: operation, progress: .taken), .failure(refusal), &actions)
                return
            }
            var batch = commands
            if let transaction, transaction.phase == .pending {
                batch = transaction.prelude + commands
                actions.append(.move(transaction, to: .open))
            }
            let plan = BatchPlan(batch, statements: &statements, mayDeallocate: server != .failed)
            current = Running(
                operation: operation, progress: .batch(BatchReplies(plan.expectations)), commitStep: plan.commitStep)
            actions.append(.send(plan.steps))
        case .script(let text), .copyIn(let text), .copyOut(let text):
            current = Running(operation: operation, progress: .simple(SimpleReplies(operation.kind)))
            actions.append(.sendSimple(text))
        }
        actions.append(.flush)
    }

    /// Why a batch cannot be sent.
    private static func refusal(
        of commands: [Command], in transaction: TransactionState?, _ server: ServerStatus
    ) -> PostgresError? {
        guard commands.allSatisfy({ $0.binds.count <= Command.parameterLimit }) else {
            return PostgresError(code: .misuse, message: "more than 65,535 parameters: use unnest with arrays")
        }
        switch transaction?.phase {
        case .pending where server != .idle:
            return PostgresError(code: .misuse, message: "a transaction is open on this connection already")
        case .open where server == .idle:
            return PostgresError(code: .rolledBack, message: "the transaction has ended before this statement")
        case .committed, .ended, .unknown:
            return PostgresError(code: .misuse, message: "a transaction was used after its end")
        case .pending, .open, nil:
            return nil
        }
    }

    // MARK: Answers

    /// What the driver may take from the connection and report next.
    var reading: Reading {
        switch current?.progress {
        case .taken, nil: return .nothing
        case .batch: return .batch
        case .simple:
            // A COPY whose caller is busy elsewhere has to wait, so that it cannot fill the memory.
            guard let current, current.isAwaited || current.isAbandoned else { return .nothing }
            guard current.isStreaming else { return .simple }
            if case .copyOut = current.operation.kind { return .copyOut }
            return .nothing
        }
    }

    /// An answer in pipeline mode.
    mutating func received(_ reply: BatchReplies.Reply, _ server: ServerStatus) -> [Action] {
        guard case .batch(var replies)? = current?.progress else { return outOfTurn("an answer to no batch") }
        // Not kept in two copies, or each answer would copy the rows gathered so far.
        current?.progress = .taken
        let action = replies.receive(reply)
        current?.progress = .batch(replies)
        switch action {
        case .none: return []
        case .prepared(let key, let name):
            statements.insert(key, name: name)
            return []
        case .confused: return closed(PostgresError(code: .connection, message: "an answer out of order"))
        case .finished:
            var actions: [Action] = []
            if let transaction = current?.operation.transaction {
                if replies.isCommitted {
                    actions.append(.move(transaction, to: .committed))
                } else if transaction.phase == .open, server == .idle {
                    actions.append(.move(transaction, to: .ended))
                }
            }
            complete(.rows(replies.rows), replies.failure, server, &actions)
            return actions
        }
    }

    /// An answer outside pipeline mode.
    mutating func received(_ reply: SimpleReplies.Reply, _ server: ServerStatus) -> [Action] {
        guard reading == .simple, case .simple(var replies)? = current?.progress else {
            return outOfTurn("an answer to no script and no COPY")
        }
        let action = replies.receive(reply)
        current?.progress = .simple(replies)
        var actions: [Action] = []
        switch action {
        case .none: break
        case .ready:
            current?.isStreaming = true
            answer(.ready, &actions)
        case .refuseCopy: actions = [.endCopy(failure: "not fed"), .flush]
        case .confused:
            return closed(replies.failure ?? PostgresError(code: .connection, message: "an answer out of order"))
        case .finished:
            if case .script? = current?.operation.kind {
                complete(.rows([]), replies.failure, server, &actions)
            } else {
                complete(.copied(replies.affected), replies.failure, server, &actions)
            }
        }
        return actions
    }

    // MARK: COPY

    /// Why a COPY cannot go on: it has ended, or the connection has.
    func refusal(ofCopy id: UInt64) -> PostgresError? {
        guard current?.operation.id != id else { return nil }
        return closeReason ?? PostgresError(code: .misuse, message: "this COPY has ended")
    }

    /// The caller has sent all rows of a COPY IN, or gives them up.
    mutating func copyInEnded(_ id: UInt64, failure: String?) -> [Action] {
        if let refusal = refusal(ofCopy: id) { return [.answer(id, .failure(refusal))] }
        current?.isStreaming = false
        current?.isAwaited = true
        return [.endCopy(failure: failure), .flush, .read]
    }

    /// The caller waits for the next part of a COPY OUT.
    mutating func chunkAwaited(_ id: UInt64) -> [Action] {
        if let refusal = refusal(ofCopy: id) { return [.answer(id, .failure(refusal))] }
        guard current?.isAwaited == false else { return outOfTurn("a COPY was awaited twice") }
        var actions: [Action] = []
        current?.isAwaited = true
        watch(readable: true, writable: isWaitingToWrite, &actions)
        actions.append(.read)
        return actions
    }

    /// What COPY OUT has sent so far; `isFinished` after its last row.
    mutating func received(chunk: [UInt8], isFinished: Bool) -> [Action] {
        guard reading == .copyOut else { return outOfTurn("rows of no COPY") }
        if isFinished { current?.isStreaming = false }
        guard !chunk.isEmpty, current?.isAbandoned == false else { return [] }
        var actions: [Action] = []
        watch(readable: false, writable: isWaitingToWrite, &actions)
        answer(.chunk(chunk), &actions)
        return actions
    }

    /// The caller leaves a COPY OUT before its end; the answer comes when the connection can be used again.
    mutating func copyOutLeft(_ id: UInt64) -> [Action] {
        guard current?.operation.id == id else { return [.answer(id, .success(.copied(0)))] }
        var actions: [Action] = []
        current?.isAbandoned = true
        current?.isAwaited = true
        cancelCurrent(&actions)
        watch(readable: true, writable: isWaitingToWrite, &actions)
        actions.append(.read)
        return actions
    }

    // MARK: Cancellation

    /// The caller's task was cancelled: a waiting operation leaves the queue, the running one is ended by the server.
    ///
    /// The running one's answer still has to come, so that the connection stays in step. An operation that has ended
    /// meanwhile is not found, which is no mistake: a task may be cancelled at any moment.
    mutating func taskCancelled(_ id: UInt64, _ server: ServerStatus) -> [Action] {
        var actions: [Action] = []
        if current?.operation.id == id {
            cancelCurrent(&actions)
        } else if let index = waiting.firstIndex(where: { $0.id == id && !$0.isShielded }) {
            waiting.remove(at: index)
            actions.append(.answer(id, .failure(PostgresError(code: .cancelled))))
            advance(server, &actions)
        }
        return actions
    }

    /// A cancel request is through, or could not be sent, which is as if the server had missed it.
    mutating func cancelArrived(_ server: ServerStatus) -> [Action] {
        guard isCancelling else { return outOfTurn("a cancel request arrived that was not sent") }
        isCancelling = false
        guard closeReason == nil else { return [] }
        var actions: [Action] = []
        guard let current, current.isCancelled else {
            advance(server, &actions)
            return actions
        }
        // The server ignores a request that comes before the statement does; then it is repeated.
        let delay = Self.firstRepetition * (1 << min(cancelAttempts, 5))
        cancelAttempts += 1
        return [.repeatCancel(current.operation.id, after: delay)]
    }

    /// A cancelled operation still runs; one that ended while the timer fired is not found.
    mutating func repetitionDue(_ id: UInt64) -> [Action] {
        var actions: [Action] = []
        if let current, current.operation.id == id, current.isCancelled { requestCancel(&actions) }
        return actions
    }

    /// The time that a cancelled operation gets is over; one that ended while the timer fired is not found.
    mutating func graceEnded(_ id: UInt64) -> [Action] {
        guard current?.operation.id == id else { return [] }
        return closed(PostgresError(code: .connection, message: "a cancelled statement did not end"))
    }

    private mutating func cancelCurrent(_ actions: inout [Action]) {
        guard let running = current, !running.operation.isShielded, !running.isCancelled else { return }
        current?.isCancelled = true
        requestCancel(&actions)
        actions.append(.startGrace(running.operation.id))
    }

    private mutating func requestCancel(_ actions: inout [Action]) {
        guard !isCancelling else { return }
        isCancelling = true
        setClean(false, &actions)
        actions.append(.requestCancel)
    }

    // MARK: The socket and the end

    /// libpq has written all its bytes to the socket, or the socket takes no more for now.
    mutating func flushed(isDone: Bool) -> [Action] {
        var actions: [Action] = []
        let wasWaiting = isWaitingToWrite
        watch(readable: isReadable || !isDone, writable: !isDone, &actions)
        if isDone, wasWaiting { actions.append(.resumeWriter) }
        return actions
    }

    /// libpq took only the first steps of what it was to send, which is the end of the connection.
    mutating func sendFailed(after steps: Int, _ reason: PostgresError) -> [Action] {
        closed(reason, isCommitSent: current?.commitStep.map { $0 < steps } ?? false)
    }

    /// The connection has ended, or is ended; the first reason counts.
    mutating func closed(_ reason: PostgresError) -> [Action] {
        closed(reason, isCommitSent: true)
    }

    private mutating func closed(_ reason: PostgresError, isCommitSent: Bool) -> [Action] {
        guard closeReason == nil else { return [] }
        closeReason = reason
        isClean = false
        isWaitingToWrite = false
        var actions: [Action] = [.disconnect]
        if let running = current {
            current = nil
            if isCommitSent, case .batch(let replies) = running.progress, replies.isCommitOpen {
                if let transaction = running.operation.transaction { actions.append(.move(transaction, to: .unknown)) }
                let unknown = PostgresError(code: .commitUnknown, message: reason.message, server: reason.server)
                finish(running, .failure(unknown), &actions)
            } else {
                finish(running, .failure(running.failure ?? reason), &actions)
            }
        }
        while let operation = waiting.popFirst() { actions.append(.answer(operation.id, .failure(reason))) }
        return actions
    }

    // MARK: The end of an operation

    private mutating func complete(
        _ answer: Operation.Answer, _ failure: PostgresError?, _ server: ServerStatus, _ actions: inout [Action]
    ) {
        guard let running = current else { return }
        current = nil
        cancelAttempts = 0
        if running.isCancelled { actions.append(.stopTimers) }
        // Before the answer: who gets it may give the connection back at once, and a needless ROLLBACK would follow.
        noteWhetherClean(server, &actions)
        if let failure {
            if failure.server?.isStalePlan == true { statements.removeAll() }
            finish(running, .failure(Self.interpret(failure, isCancelled: running.isCancelled)), &actions)
        } else {
            finish(running, .success(answer), &actions)
        }
        watch(readable: true, writable: false, &actions)
        advance(server, &actions)
    }

    /// Distinguishes who cancelled: SQLSTATE 57014 stands for the task's end, the server's timeout and an administrator.
    private static func interpret(_ failure: PostgresError, isCancelled: Bool) -> PostgresError {
        guard failure.sqlState == SQLState.queryCancelled else { return failure }
        let isAdministrator = failure.server?.message.contains("user request") == true
        let code: PostgresError.Code = isCancelled ? .cancelled : isAdministrator ? .server : .timeout
        return PostgresError(code: code, message: "", server: failure.server, statement: failure.statement)
    }

    /// Gives an operation its last answer, and notes a failure in its transaction.
    private func finish(_ running: Running, _ outcome: Outcome, _ actions: inout [Action]) {
        if case .failure(let error) = outcome, let transaction = running.operation.transaction {
            actions.append(.note(error, in: transaction))
        }
        if running.isAwaited { actions.append(.answer(running.operation.id, outcome)) }
    }

    private mutating func answer(_ answer: Operation.Answer, _ actions: inout [Action]) {
        guard let running = current, running.isAwaited else { return }
        current?.isAwaited = false
        actions.append(.answer(running.operation.id, .success(answer)))
    }

    // MARK: Small parts

    /// Whether the connection can be lent as it is: nothing under way and no transaction open.
    private mutating func noteWhetherClean(_ server: ServerStatus, _ actions: inout [Action]) {
        guard current == nil, waiting.isEmpty, !isCancelling, closeReason == nil else { return }
        setClean(server == .idle, &actions)
    }

    private mutating func setClean(_ isClean: Bool, _ actions: inout [Action]) {
        guard self.isClean != isClean else { return }
        self.isClean = isClean
        actions.append(.setClean(isClean))
    }

    private mutating func watch(readable: Bool, writable: Bool, _ actions: inout [Action]) {
        guard (isReadable, isWaitingToWrite) != (readable, writable) else { return }
        (isReadable, isWaitingToWrite) = (readable, writable)
        actions.append(.watch(readable: readable, writable: writable))
    }

    private mutating func outOfTurn(_ what: String) -> [Action] {
        assertionFailure(what)
        return [.fault(what)] + closed(PostgresError(code: .connection, message: what))
    }

    private static func misuse(_ message: String) -> Outcome {
        .failure(PostgresError(code: .misuse, message: message))
    }
}
