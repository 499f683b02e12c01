public import IntakeApplication
public import IntakeDomain
public import Kernel
public import Messaging
import Postgres
public import Reliability

/// The requests in PostgreSQL.
public final class PostgresIntakeStore: IntakeStore {
    private let work: UnitOfWork
    private let seals: FieldSeals
    private let language: PublishedLanguage
    private let policies: Policies
    /// The scope of what is done for the whole city: registering, and taking messages.
    private let city: Scope
    private let commits: GroupCommit<RegistrationDraft, Result<RegistrationOutcome, any Error>>

    /// The policies that are applied within transactions.
    public struct Policies: Sendable {
        /// When a request is accepted at once.
        public var triage: TriagePolicies
        /// What callbacks lead to.
        public var callbacks: CallbackPolicies
        /// How close two registrations without a key may be to be one.
        public var contact: ContactPolicies

        /// Makes the policies.
        public init(
            triage: TriagePolicies = TriagePolicies(), callbacks: CallbackPolicies = CallbackPolicies(),
            contact: ContactPolicies = ContactPolicies()
        ) {
            self.triage = triage
            self.callbacks = callbacks
            self.contact = contact
        }
    }

    /// Makes the store.
    ///
    /// - Parameter registrationsAtOnce: how many registrations may share a transaction. Range: 1…500.
    public init(
        work: UnitOfWork, seals: FieldSeals, language: PublishedLanguage, city: AreaCode,
        policies: Policies = Policies(), registrationsAtOnce: Int = 100
    ) {
        self.work = work
        self.seals = seals
        self.language = language
        self.policies = policies
        let scope = Scope(area: city)
        self.city = scope
        commits = GroupCommit(limit: registrationsAtOnce, flushesAtOnce: 2) { drafts in
            await Self.commit(drafts) { drafts in
                let batch = RegistrationBatch(
                    drafts, withKeys: true, seals: seals, language: language, triage: policies.triage,
                    doubleSubmit: policies.contact.doubleSubmit)
                return try await work.perform(scope, load: batch.load) { rows in
                    try batch.decide(rows, Array(drafts.indices))
                }
            }
        }
    }

    public func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome {
        try await commits.submit(draft).get()
    }

    /// Commits together what can be; where the batch fails for a reason of its own, each one stands alone.
    private static func commit(
        _ drafts: [RegistrationDraft],
        _ flush: @Sendable ([RegistrationDraft]) async throws -> [RegistrationOutcome]
    ) async -> [Result<RegistrationOutcome, any Error>] {
        do {
            return try await flush(drafts).map { .success($0) }
        } catch let error as PostgresError where error.code == .server && !error.isRetriable && drafts.count > 1 {
            var results: [Result<RegistrationOutcome, any Error>] = []
            for draft in drafts { results += await commit([draft], flush) }
            return results
        } catch {
            return drafts.map { _ in .failure(error) }
        }
    }

    public func change(
        _ id: ServiceRequestID, by acting: Acting, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest {
        try await change(
            RequestStatements.lock(id), in: Scope(area: acting.area, actor: acting.actor), at: now, decide: decide)
    }

    public func rate(
        _ code: TrackingCode, lastFour: String, at now: Timestamp,
        decide: @Sendable (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest {
        try await change(
            RequestStatements.lock(tracking: seals.indexes(of: code), lastFour: seals.indexes(ofLastFour: lastFour)),
            in: city, at: now, decide: decide)
    }

    private func change(
        _ lock: SQL, in scope: Scope, at now: Timestamp, decide: (ServiceRequest) throws -> [RequestEvent]
    ) async throws -> ServiceRequest {
        try await work.perform(scope, load: [lock]) { rows in
            guard let row = rows[0].first else { throw IntakeFailure.notFound }
            let request = try RequestRow.decode(row)
            var story = Story(language: language)
            let after = story.go(on: request, try decide(request), by: scope.actor, at: now)
            return Decision(statements: story.statements, events: story.drafts, result: after)
        }
    }

    // MARK: Messages

    public func receive(_ receipts: [Receipt], registrations: [RegistrationDraft]) async throws -> [Outcome] {
        let batch = RegistrationBatch(
            registrations, withKeys: false, seals: seals, language: language, triage: policies.triage,
            doubleSubmit: policies.contact.doubleSubmit)
        return try await work.receive(city, receipts: receipts, load: batch.load) { rows, apply in
            let decision = try batch.decide(rows, apply)
            return Decision(statements: decision.statements, events: decision.events)
        }
    }

    public func receive(_ receipts: [Receipt], notices: [WorkOrderNotice], now: Timestamp) async throws -> [Outcome] {
        let ids = Array(Set(notices.compactMap(\.request))).sorted()
        return try await work.receive(city, receipts: receipts, load: [RequestStatements.lock(ids)]) { rows, apply in
            var requests: [ServiceRequestID: ServiceRequest] = [:]
            for row in rows[0] {
                let request = try RequestRow.decode(row)
                requests[request.id] = request
            }
            var story = Story(language: language)
            var grants: [Grant] = []
            for index in apply {
                let notice = notices[index]
                story.cause = Causation(receipts[index])
                guard let id = notice.request else { continue }
                guard let request = requests[id] else { throw IntakeFailure.unknownRequest(id) }
                switch notice {
                case .verified(_, let round, let workOrder):
                    let events = try request.decide(
                        .verified(round: round, workOrder: workOrder), policies: policies.callbacks)
                    requests[id] = story.go(on: request, events, by: nil, at: now)
                case .taken(_, let member, let workOrder, let at):
                    guard !request.state.isFinal else { continue }
                    grants.removeAll { $0.request == id }
                    grants.append(Grant(request: id, area: request.area, member: member, workOrder: workOrder, at: at))
                case .other: continue
                }
            }
            return Decision(
                statements: story.statements + (grants.isEmpty ? [] : [ContactStatements.grant(grants)]),
                events: story.drafts)
        }
    }

    public func receive(_ receipts: [Receipt], areas: [Area]) async throws -> [Outcome] {
        try await work.receive(city, receipts: receipts, load: []) { _, apply in
            // The last one of an area counts: two events of one area may come in one batch.
            var latest: [AreaCode: Area] = [:]
            for area in apply.map({ areas[$0] }) { latest[area.code] = area }
            return Decision(statements: latest.values.sorted { $0.code < $1.code }.map(AreaStatements.define))
        }
    }
}
