import Testing

@testable import Postgres

@Suite("The state of a session, without a server")
struct SessionStateTests {
    typealias Action = SessionState.Action

    private static let insert = Command("insert")
    private static let lost = PostgresError(code: .connection, message: "lost")

    private var state = SessionState(statementCacheLimit: 8)

    private func batch(
        _ id: UInt64, _ commands: [Command] = [insert], _ transaction: TransactionState? = nil
    ) -> Operation {
        Operation(id: id, kind: .batch(commands, transaction))
    }

    private mutating func submit(
        _ operation: Operation, isLent: Bool = true, isTaskCancelled: Bool = false,
        _ server: SessionState.ServerStatus = .idle
    ) -> [Action] {
        state.submitted(operation, isLent: isLent, isTaskCancelled: isTaskCancelled, server)
    }

    private func failure(_ error: PostgresError) -> SessionState.Outcome { .failure(error) }

    private func fields(_ sqlState: String, _ message: String = "") -> ServerFields {
        ServerFields {
            switch $0 {
            case DiagnosticField.severity: "ERROR"
            case DiagnosticField.sqlState: sqlState
            case DiagnosticField.message: message
            default: nil
            }
        }
    }

    /// What `submit` of one fresh statement leads to on a clean connection.
    private func sent(_ name: String, _ command: Command = insert) -> [Action] {
        let key = StatementCache.Key(text: command.text, types: [])
        return [.send([.prepare(key, name: name), .run(name: name, Binds()), .sync]), .flush]
    }

    // MARK: Batches

    @Test("a statement is prepared and run, and the connection is clean before its answer is given")
    mutating func statement() throws {
        let result = try #require(ResultHandle.empty())
        #expect(submit(batch(1)) == [.setClean(false)] + sent("s1"))
        #expect(state.reading == .batch)
        for reply: BatchReplies.Reply in [.result(result), .separator, .result(result), .separator] {
            #expect(state.received(reply, .open) == [])
        }
        #expect(
            state.received(.sync, .idle) == [.setClean(true), .answer(1, .success(.rows([Rows(result: result)])))])
        #expect(state.reading == .nothing)
        #expect(submit(batch(2)) == [.setClean(false), .send([.run(name: "s1", Binds()), .sync]), .flush])
    }

    @Test("the next operation is sent when the one before it is answered, and no sooner")
    mutating func order() throws {
        let result = try #require(ResultHandle.empty())
        _ = submit(batch(1))
        #expect(submit(batch(2)) == [])
        for reply: BatchReplies.Reply in [.result(result), .separator, .result(result), .separator] {
            _ = state.received(reply, .open)
        }
        #expect(
            state.received(.sync, .idle) == [
                .answer(1, .success(.rows([Rows(result: result)]))), .send([.run(name: "s1", Binds()), .sync]), .flush,
            ])
    }

    @Test("a batch prepares a statement once, however often it runs it, and deallocates what was evicted first")
    func plan() {
        var statements = StatementCache(limit: 1)
        let (old, other) = (
            StatementCache.Key(text: "old", types: []), StatementCache.Key(text: "other", types: [])
        )
        statements.insert(old, name: "a")
        statements.insert(other, name: "b")
        let key = StatementCache.Key(text: "insert", types: [])
        let run = BatchPlan.Step.run(name: "s1", Binds())
        let plan = BatchPlan([Self.insert, Self.insert, .commit], statements: &statements, mayDeallocate: true)
        let commit = StatementCache.Key(text: "COMMIT", types: [])
        #expect(
            plan.steps == [
                .deallocate(name: "a"), .sync, .prepare(key, name: "s1"), run, run, .prepare(commit, name: "s2"),
                .run(name: "s2", Binds()), .sync,
            ])
        #expect(plan.commitStep == 6)
        #expect(plan.expectations.count == plan.steps.count)
    }

    @Test("BEGIN goes out with the first statement; a transaction that the server ended is not gone on with")
    mutating func transaction() {
        let transaction = TransactionState(TransactionOptions())
        let actions = submit(batch(1, [Self.insert], transaction))
        #expect(actions.prefix(2) == [.setClean(false), .move(transaction, to: .open)])
        transaction.move(to: .open)
        var next = SessionState(statementCacheLimit: 8)
        let ended = PostgresError(code: .rolledBack, message: "the transaction has ended before this statement")
        #expect(
            next.submitted(batch(1, [Self.insert], transaction), isLent: true, isTaskCancelled: false, .idle)
                == [.setClean(false), .note(ended, in: transaction), .answer(1, failure(ended)), .setClean(true)])
    }

    // MARK: A lost connection

    @Test("a COMMIT that was sent and not answered is unknown when the connection is lost")
    mutating func commitUnknown() {
        let transaction = TransactionState(TransactionOptions())
        transaction.move(to: .open)
        _ = submit(batch(1, [.commit], transaction), .open)
        _ = submit(batch(2))
        let unknown = PostgresError(code: .commitUnknown, message: "lost")
        #expect(
            state.closed(Self.lost) == [
                .disconnect, .move(transaction, to: .unknown), .note(unknown, in: transaction),
                .answer(1, failure(unknown)), .answer(2, failure(Self.lost)),
            ])
        #expect(state.closed(PostgresError(code: .misuse)) == [])
        #expect(state.closeReason == Self.lost)
    }

    @Test("a COMMIT that libpq did not take cannot have happened", arguments: [(0, false), (1, false), (2, true)])
    mutating func commitNotSent(steps: Int, isUnknown: Bool) {
        let transaction = TransactionState(TransactionOptions())
        transaction.move(to: .open)
        _ = submit(batch(1, [.commit], transaction), .open)
        let error = isUnknown ? PostgresError(code: .commitUnknown, message: "lost") : Self.lost
        #expect(state.sendFailed(after: steps, Self.lost).last == .answer(1, failure(error)))
    }

    @Test("what the server said of a statement counts for more than that the connection was lost")
    mutating func lostAfterFailure() {
        _ = submit(batch(1))
        _ = state.received(BatchReplies.Reply.error(fields("23505")), .open)
        let refused = PostgresError(code: .server, server: fields("23505"), statement: "insert")
        #expect(state.closed(Self.lost) == [.disconnect, .answer(1, failure(refused))])
    }

    @Test("an answer out of order ends the connection")
    mutating func confused() {
        _ = submit(batch(1))
        let error = PostgresError(code: .connection, message: "an answer out of order")
        #expect(state.received(.sync, .idle) == [.disconnect, .answer(1, failure(error))])
    }

    // MARK: Cancellation

    @Test("a running operation is cancelled on the server, and nothing is sent until the request is through")
    mutating func cancelled() {
        _ = submit(batch(1))
        _ = submit(batch(2))
        #expect(state.taskCancelled(1, .open) == [.requestCancel, .startGrace(1)])
        #expect(state.taskCancelled(1, .open) == [])
        #expect(state.received(BatchReplies.Reply.error(fields(SQLState.queryCancelled)), .open) == [])
        for reply: BatchReplies.Reply in [.separator, .aborted, .separator] { _ = state.received(reply, .open) }
        let error = PostgresError(
            code: .cancelled, server: fields(SQLState.queryCancelled), statement: Self.insert.text)
        #expect(state.received(.sync, .idle) == [.stopTimers, .answer(1, failure(error))])
        #expect(state.cancelArrived(.idle) == sent("s2"))
    }

    @Test("a request that the server missed is repeated after growing delays, until the grace is over")
    mutating func repeated() {
        _ = submit(batch(1))
        _ = state.taskCancelled(1, .open)
        for delay in [50, 100, 200, 400, 800, 1600, 1600] {
            #expect(state.cancelArrived(.open) == [.repeatCancel(1, after: .milliseconds(delay))])
            #expect(state.repetitionDue(1) == [.requestCancel])
        }
        #expect(state.graceEnded(7) == [])
        let error = PostgresError(code: .connection, message: "a cancelled statement did not end")
        #expect(state.graceEnded(1) == [.disconnect, .answer(1, failure(error))])
        #expect(state.cancelArrived(.idle) == [])
        #expect(state.repetitionDue(1) == [])
    }

    @Test("a waiting operation leaves the queue and the server alone; a shielded one stays")
    mutating func waitingCancelled() {
        _ = submit(batch(1))
        _ = submit(batch(2))
        _ = submit(Operation(id: 3, kind: .batch([.rollback], nil), isShielded: true))
        #expect(state.taskCancelled(2, .open) == [.answer(2, failure(PostgresError(code: .cancelled)))])
        #expect(state.taskCancelled(3, .open) == [])
        #expect(state.taskCancelled(9, .open) == [])
    }

    // MARK: Leases

    @Test("who has no connection any more, or no task, is refused")
    mutating func refusals() {
        let late = PostgresError(code: .misuse, message: "a connection was used after its closure had returned")
        #expect(submit(batch(1), isLent: false) == [.answer(1, failure(late))])
        #expect(submit(batch(2), isTaskCancelled: true) == [.answer(2, failure(PostgresError(code: .cancelled)))])
        _ = state.closed(Self.lost)
        #expect(submit(batch(3)) == [.answer(3, failure(Self.lost))])
    }

    @Test("what a lease leaves behind is ended or refused, and rolled back")
    mutating func returned() {
        _ = submit(batch(1))
        _ = submit(batch(2))
        let stray = PostgresError(code: .misuse, message: "a statement outlived its connection's closure")
        #expect(
            state.leaseReturned(rollback: 3, .open) == [
                .requestCancel, .startGrace(1), .answer(2, failure(stray)),
            ])
        var idle = SessionState(statementCacheLimit: 8)
        #expect(idle.leaseReturned(rollback: 1, .open) == [.setClean(false)] + sent("s1", .rollback))
    }

    @Test("a connection with an open transaction is not clean")
    mutating func unclean() {
        _ = submit(Operation(id: 1, kind: .script("begin")))
        _ = state.received(.result(affected: 0), .open)
        #expect(state.received(.end, .open) == [.answer(1, .success(.rows([])))])
    }

    // MARK: COPY

    @Test("a COPY IN begins, is fed, and ends with its number of rows")
    mutating func copyIn() {
        #expect(
            submit(Operation(id: 1, kind: .copyIn("copy"))) == [.setClean(false), .sendSimple("copy"), .flush])
        #expect(state.received(.copyIn, .open) == [.answer(1, .success(.ready))])
        #expect(state.reading == .nothing)
        #expect(state.refusal(ofCopy: 1) == nil)
        #expect(state.flushed(isDone: false) == [.watch(readable: true, writable: true)])
        #expect(state.flushed(isDone: true) == [.watch(readable: true, writable: false), .resumeWriter])
        #expect(state.flushed(isDone: true) == [])
        #expect(state.copyInEnded(1, failure: nil) == [.endCopy(failure: nil), .flush, .read])
        #expect(state.reading == .simple)
        #expect(state.received(.result(affected: 3), .open) == [])
        #expect(state.received(.end, .idle) == [.setClean(true), .answer(1, .success(.copied(3)))])
        let over = PostgresError(code: .misuse, message: "this COPY has ended")
        #expect(state.copyInEnded(1, failure: nil) == [.answer(1, failure(over))])
    }

    @Test("a COPY OUT is read when its caller asks for more, and not before")
    mutating func copyOut() {
        _ = submit(Operation(id: 1, kind: .copyOut("copy")))
        #expect(state.received(.copyOut, .open) == [.answer(1, .success(.ready))])
        #expect(state.chunkAwaited(1) == [.read])
        #expect(
            state.received(chunk: [1], isFinished: false) == [
                .watch(readable: false, writable: false), .answer(1, .success(.chunk([1]))),
            ])
        #expect(state.reading == .nothing)
        #expect(state.chunkAwaited(1) == [.watch(readable: true, writable: false), .read])
        #expect(state.received(chunk: [], isFinished: true) == [])
        #expect(state.received(.result(affected: 1), .open) == [])
        #expect(state.received(.end, .idle) == [.setClean(true), .answer(1, .success(.copied(1)))])
    }

    @Test("a COPY OUT that its caller leaves is cancelled, and what still comes is thrown away")
    mutating func left() {
        _ = submit(Operation(id: 1, kind: .copyOut("copy")))
        _ = state.received(.copyOut, .open)
        #expect(state.copyOutLeft(1) == [.requestCancel, .startGrace(1), .read])
        #expect(state.received(chunk: [1], isFinished: false) == [])
        #expect(state.reading == .copyOut)
        #expect(state.copyOutLeft(9) == [.answer(9, .success(.copied(0)))])
    }

    @Test("a COPY in a script is refused without losing the connection where that is possible")
    mutating func copyInScript() {
        _ = submit(Operation(id: 1, kind: .script("copy")))
        #expect(state.received(.copyIn, .open) == [.endCopy(failure: "not fed"), .flush])
        #expect(state.reading == .simple)
        let refused = PostgresError(code: .misuse, message: "COPY TO STDOUT belongs into copyOut", statement: "copy")
        var out = SessionState(statementCacheLimit: 8)
        _ = out.submitted(Operation(id: 1, kind: .script("copy")), isLent: true, isTaskCancelled: false, .idle)
        #expect(out.received(.copyOut, .open) == [.disconnect, .answer(1, failure(refused))])
    }

    // MARK: Out of turn

    #if DEBUG
    @Test("an answer that nobody asked for is a bug, and traps")
    func outOfTurn() async {
        await #expect(processExitsWith: .failure) {
            var state = SessionState(statementCacheLimit: 8)
            _ = state.received(BatchReplies.Reply.sync, .idle)
        }
    }
    #endif
}
