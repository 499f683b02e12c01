public import Kernel
public import Messaging
public import Postgres
import Wire

/// The one way in which a context changes: load, decide, and write state, inbox and journal in one transaction.
///
/// What decides is not `async`: nothing can be awaited while rows are locked.
public final class UnitOfWork: Sendable {
    private let pool: PostgresPool
    private let partitions: Int
    private let time: any TimeSource
    private let random: any RandomSource
    private let relay: RelaySignal
    private let trace: @Sendable () -> String?
    private let crash: CrashSwitch

    /// Makes the unit of work of one context.
    ///
    /// - Parameters:
    ///   - partitions: fixed at installation.
    ///   - time: real time, which dates the message ids; the context's own time is passed to its decisions.
    ///   - relay: woken after each commit that wrote events.
    ///   - trace: the `traceparent` of the current task, for the events that a call led to.
    public init(
        pool: PostgresPool, partitions: Int, time: any TimeSource, random: any RandomSource, relay: RelaySignal,
        trace: @escaping @Sendable () -> String? = { nil }, crash: CrashSwitch = CrashSwitch()
    ) {
        self.pool = pool
        self.partitions = partitions
        self.time = time
        self.random = random
        self.relay = relay
        self.trace = trace
        self.crash = crash
    }

    /// Runs commands that share a transaction.
    ///
    /// - Parameters:
    ///   - settings: as ``TransactionOptions`` has them; the row-level policies read whose rows may be seen.
    ///   - load: what the decision needs; sent in one round trip. Rows to change are loaded `FOR UPDATE`, in id order.
    ///   - decide: gets one result for each statement of `load`. What it throws rolls back and is rethrown as it is.
    /// - Throws: `RowCountFault` if a statement of the decision writes another number of rows than it says; nothing is
    ///   committed then.
    public func perform<Result: Sendable>(
        _ settings: [(name: String, value: String)], load: [SQL], decide: ([Rows]) throws -> Decision<Result>
    ) async throws -> Result {
        let call = trace().map(Causation.init(traceparent:))
        let (result, hasEvents) = try await pool.withTransaction(
            TransactionOptions(settings: settings), retries: 3
        ) { transaction in
            let rows = try await transaction.pipeline([Self.takeTransactionID] + load)
            let decision = try decide(Array(rows.dropFirst()))
            let journal = insertion(of: decision.events.map { $0.traceparent == nil ? $0.caused(by: call) : $0 })
            crash.pass(.unitBeforeCommit)
            try await transaction.runAndCommit(decision.statements + (journal.map { [$0] } ?? []))
            crash.pass(.unitAfterCommit)
            return (decision.result, journal != nil)
        }
        if hasEvents { relay.wake() }
        return result
    }

    /// Applies a batch of messages, each exactly once and in order per aggregate.
    ///
    /// - Parameters:
    ///   - decide: gets the rows and the indexes of the entries to apply, in order.
    /// - Returns: one outcome for each entry. Only `applied` ones had an effect.
    /// - Throws: `RowCountFault`, as ``perform(_:load:decide:)`` does.
    public func receive(
        _ settings: [(name: String, value: String)], entries: [InboxEntry], load: [SQL],
        decide: ([Rows], _ apply: [Int]) throws -> Decision<Void>
    ) async throws -> [Outcome] {
        guard !entries.isEmpty else { return [] }
        let (outcomes, hasEvents) = try await pool.withTransaction(
            TransactionOptions(settings: settings), retries: 3
        ) { transaction in
            let aggregates = Array(Set(entries.compactMap { $0.position?.aggregate })).sorted()
            let questions = [
                InboxStatements.lock(entries, of: partitions), Self.takeTransactionID,
                InboxStatements.versions(of: aggregates), InboxStatements.waiting(of: aggregates),
                InboxStatements.applied(entries.map(\.messageID)),
            ]
            let rows = try await transaction.pipeline(questions + load)
            let known = try Self.known(Array(rows[2..<questions.count]), entries: entries)
            let gate = InboxGate(entries, known: known)
            let decision = try decide(Array(rows.dropFirst(questions.count)), gate.apply)
            let journal = insertion(of: decision.events)
            crash.pass(.unitBeforeCommit)
            try await transaction.runAndCommit(
                Self.settlement(of: gate, entries: entries, known: known) + decision.statements
                    + (journal.map { [$0] } ?? []))
            crash.pass(.unitAfterCommit)
            return (gate.outcomes, journal != nil)
        }
        if hasEvents { relay.wake() }
        return outcomes
    }

    /// Reads under a transaction's settings; the server refuses what writes or locks.
    public func read<Result: Sendable>(
        _ settings: [(name: String, value: String)], planned reading: ServiceSession.Reading = .byKeys,
        _ body: (PostgresTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.withTransaction(
            TransactionOptions(isReadOnly: true, settings: settings + reading.settings), body)
    }

    /// The id is taken before any sequence of the journal, which the relay's floor relies on.
    private static let takeTransactionID: SQL = "SELECT pg_current_xact_id()"

    private func insertion(of events: [EventDraft]) -> Statement? {
        JournalStatements.insert(events, partitions: partitions) {
            .v7(at: time.now(), random: (random.next(), random.next()))
        }
    }

    private static func known(_ rows: [Rows], entries: [InboxEntry]) throws -> InboxGate.Known {
        var known = InboxGate.Known()
        for row in rows[0] { known.versions[try row.decode(at: 0)] = try row.decode(Int64.self, at: 1) }
        for row in rows[1] {
            let position = InboxEntry.Position(aggregate: try row.decode(at: 0), version: try row.decode(at: 1))
            known.waiting[position] = try row.decode(Bool.self, at: 2)
        }
        for row in rows[2] {
            known.appliedHashes[try row.decode(at: 0)] = UInt64(bitPattern: try row.decode(Int64.self, at: 1))
        }
        known.freshCommands = Set(
            entries.lazy.filter { $0.position == nil && known.appliedHashes[$0.messageID] == nil }.map(\.messageID))
        return known
    }

    private static func settlement(of gate: InboxGate, entries: [InboxEntry], known: InboxGate.Known) -> [Statement] {
        var statements: [Statement] = []
        let applied = gate.apply.map { entries[$0] }
        if !applied.isEmpty { statements += [InboxStatements.insert(applied), DeadLetterStatements.close(applied)] }
        if !gate.versions.isEmpty { statements.append(InboxStatements.advance(gate.versions)) }
        statements += gate.hold.map { InboxStatements.hold(entries[$0]) }
        if !gate.release.isEmpty { statements.append(InboxStatements.release(gate.release)) }
        let early = zip(entries, gate.outcomes).filter { $0.isRetry && $1 == .held }
        if !early.isEmpty { statements.append(InboxStatements.park(early.map(\.0.messageID))) }
        let finished = zip(entries, gate.outcomes).filter { $0.isRetry && ($1 == .applied || $1 == .duplicate) }
        if !finished.isEmpty { statements.append(InboxStatements.settleWaiting(finished.map(\.0.messageID))) }
        // Whatever came of it, it did not end the process.
        let tried = zip(entries, gate.outcomes).filter { entry, outcome in
            if case .refused = outcome { false } else { entry.isRetry || entry.isRedelivered }
        }
        if !tried.isEmpty { statements.append(InboxStatements.forgetAttempts(tried.map(\.0.messageID))) }
        return statements
    }
}
