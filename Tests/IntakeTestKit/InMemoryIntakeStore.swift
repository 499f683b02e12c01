public import City
public import IntakeApplication
public import IntakeDomain
public import Kernel
public import Messaging
import Reliability
import Synchronization
import TestSupport
public import UseCases

/// Both ports of Intake in memory: one process, one lock, the same answers as the tables give.
///
/// A key is never in flight here: nobody waits while another one decides.
public final class InMemoryIntakeStore: IntakeStore, RequestQueries {
    /// Decides on registrations; gets what was found for each draft.
    public typealias DecideRegistrations =
        @Sendable ([RegistrationDraft], [RegistrationFindings]) throws -> [RegistrationDecision]

    let state = Mutex(IntakeTables())
    private let time: any TimeSource
    private let doubleSubmit: Duration
    private let decideRegistrations: DecideRegistrations

    /// Makes an empty store.
    public init(time: any TimeSource, doubleSubmit: Duration, register: @escaping DecideRegistrations) {
        self.time = time
        self.doubleSubmit = doubleSubmit
        decideRegistrations = register
    }

    /// What others hear of it, in order.
    public var published: [EventDraft] { state.withLock { $0.published } }

    /// The accesses to contacts, in order.
    public var accesses: [ContactAccess] { state.withLock { $0.accesses } }

    public func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome {
        let now = time.now()
        return try state.withLock { tables in
            let found = tables.findings(for: draft, now: now, doubleSubmit: doubleSubmit)
            let decisions = try decideRegistrations([draft], [found])
            tables.write(decisions, of: [draft], keepsResponses: true, now: now)
            guard let outcome = decisions.first?.outcome else { throw ChangeFault.notFound }
            return outcome
        }
    }

    public func receive(_ entries: [InboxEntry], registrations: [RegistrationDraft]) async throws -> [Outcome] {
        let now = time.now()
        return try state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            let drafts = gate.apply.map { registrations[$0] }
            let findings = drafts.map { _ in
                RegistrationFindings(sequence: tables.nextSequence(), claim: .none)
            }
            tables.write(
                try decideRegistrations(drafts, findings), of: drafts, keepsResponses: false, now: now)
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func change(
        _ selection: RequestSelection, scope: AccessScope,
        decide: ([ServiceRequest], inout Void) throws -> [Transition<ServiceRequest>]
    ) async throws -> [Transition<ServiceRequest>] {
        try state.withLock { tables in
            var nothing: Void = ()
            let found = tables.record(selection).map(\.request).filter { scope.area.contains($0.area) }
            let transitions = try decide(found, &nothing)
            tables.write(transitions)
            return transitions
        }
    }

    public func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([ServiceRequest], [Int]) throws -> WorkOrderConsequences
    ) async throws -> [Outcome] {
        try state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            let found = requests.compactMap { tables.records[$0]?.request }.filter { scope.area.contains($0.area) }
            let consequences = try decide(found, gate.apply)
            tables.write(consequences.transitions)
            for grant in consequences.grants { tables.grants[grant.request] = grant }
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: ([Int]) -> [Area]
    ) async throws -> [Outcome] {
        state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            for area in decide(gate.apply) { tables.define(area) }
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func reveal(
        _ id: ServiceRequestID, grantedTo member: MemberID?, scope: AccessScope,
        decide: (Timestamp?) throws -> ContactAccess
    ) async throws -> Requester {
        try state.withLock { tables in
            guard let record = tables.records[id], scope.area.contains(record.request.area),
                member == nil || tables.grants[id]?.member == member
            else { throw ChangeFault.notFound }
            tables.accesses.append(try decide(record.request.endedAt))
            return record.requester
        }
    }

    public func pruneResponses(olderThan age: Duration, scope: AccessScope) async throws -> Int {
        let oldest = time.now() - age
        return state.withLock { tables in
            let before = tables.responses.count
            tables.responses = tables.responses.filter { $0.value.createdAt >= oldest }
            return before - tables.responses.count
        }
    }
}
