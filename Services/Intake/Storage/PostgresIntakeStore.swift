public import City
public import IntakeApplication
public import IntakeDomain
public import Kernel
public import Messaging
import Postgres
public import Reliability
public import UseCases

/// The requests in PostgreSQL.
public final class PostgresIntakeStore: IntakeStore {
    /// Decides on registrations that share a transaction; gets what was found for each draft.
    public typealias DecideRegistrations =
        @Sendable ([RegistrationDraft], [RegistrationFindings]) throws -> [RegistrationDecision]

    private let work: UnitOfWork
    private let encryptor: FieldEncryptor
    private let scope: AccessScope
    private let doubleSubmit: Duration
    private let decideRegistrations: DecideRegistrations
    private let commits: RegistrationCommits
    private let shared: SharedChanges<RequestChange, [Transition<ServiceRequest>]>

    /// Makes the store.
    ///
    /// - Parameters:
    ///   - scope: the whole installation's area, in which registrations are written.
    ///   - doubleSubmit: for how long a response is found again by what was sent.
    ///   - secondClickPatience: how long a second click waits for the first one, which takes no longer than a transaction.
    ///   - registrationsAtOnce: how many registrations may share a transaction. Range: 1…500.
    ///   - register: the same for all callers, because their registrations share a transaction.
    public init(
        work: UnitOfWork, encryptor: FieldEncryptor, scope: AccessScope, doubleSubmit: Duration,
        secondClickPatience: Duration = .seconds(1), registrationsAtOnce: Int = 100,
        register: @escaping DecideRegistrations
    ) {
        self.work = work
        self.encryptor = encryptor
        self.scope = scope
        self.doubleSubmit = doubleSubmit
        decideRegistrations = register
        let transactions = RequestTransactions(work: work, encryptor: encryptor)
        shared = SharedChanges(
            scope: \.scope.area.text, together: { try await transactions.change($0) },
            alone: { try await transactions.change($0) })
        commits = RegistrationCommits(limit: registrationsAtOnce, lockTimeout: secondClickPatience) { drafts, keys in
            let transaction = RegistrationTransaction(
                drafts, keys: keys, encryptor: encryptor, doubleSubmit: doubleSubmit)
            return try await work.perform(scope.settings, load: transaction.load) { rows in
                try transaction.decision(
                    try register(drafts, try transaction.findings(rows)), Array(drafts.indices))
            }
        }
    }

    public func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome {
        try await commits.register(draft)
    }

    public func change(
        _ selection: RequestSelection, scope: AccessScope,
        decide: @escaping @Sendable ([ServiceRequest], inout Void) throws -> [Transition<ServiceRequest>]
    ) async throws -> [Transition<ServiceRequest>] {
        try await shared(RequestChange(selection: selection, scope: scope, decide: decide))
    }

    public func reveal(
        _ id: ServiceRequestID, grantedTo member: MemberID?, scope: AccessScope,
        decide: (Timestamp?) throws -> ContactAccess
    ) async throws -> Requester {
        let contact = member.map { ContactStatements.granted(id, to: $0) } ?? ContactStatements.contact(id)
        return try await work.perform(scope.settings, load: [contact]) { rows in
            guard let row = rows[0].first else { throw ChangeFault.notFound }
            let access = try decide(try row.decode(at: 3))
            return Decision(
                statements: [ContactStatements.log(access, to: id)],
                result: try encryptor.open(FieldEncryptor.SealedRequester(row, at: 0), row: id))
        }
    }

    public func pruneResponses(olderThan age: Duration, scope: AccessScope) async throws -> Int {
        let prune = RegistrationStatements.prune(olderThan: age, limit: 10_000)
        return try await work.perform(scope.settings, load: [prune]) { rows in Decision(result: rows[0].affected) }
    }

    // MARK: Messages

    public func receive(_ entries: [InboxEntry], registrations: [RegistrationDraft]) async throws -> [Outcome] {
        let transaction = RegistrationTransaction(
            registrations, keys: .unused, encryptor: encryptor, doubleSubmit: doubleSubmit)
        return try await work.receive(scope.settings, entries: entries, load: transaction.load) { rows, apply in
            let findings = try transaction.findings(rows)
            let decisions = try decideRegistrations(
                apply.map { registrations[$0] }, apply.map { findings[$0] })
            let decision = try transaction.decision(decisions, apply)
            return Decision(statements: decision.statements, events: decision.events)
        }
    }

    public func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([ServiceRequest], _ apply: [Int]) throws -> WorkOrderConsequences
    ) async throws -> [Outcome] {
        try await work.receive(scope.settings, entries: entries, load: [RequestStatements.lock(requests)]) {
            rows, apply in
            let consequences = try decide(try rows[0].map(RequestRow.decode), apply)
            let grants = consequences.grants.isEmpty ? [] : [ContactStatements.grant(consequences.grants)]
            return Decision(
                statements: TransitionStatements.write(consequences.transitions) + grants,
                events: consequences.transitions.flatMap(\.drafts))
        }
    }

    public func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: (_ apply: [Int]) -> [Area]
    ) async throws -> [Outcome] {
        try await work.receive(scope.settings, entries: entries, load: []) { _, apply in
            var latest: [AreaCode: Area] = [:]
            for area in decide(apply) { latest[area.code] = area }
            return Decision(statements: latest.values.sorted { $0.code < $1.code }.map(AreaStatements.define))
        }
    }
}
