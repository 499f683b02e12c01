public import City
public import DispatchApplication
public import DispatchDomain
public import Kernel
public import Messaging
import Reliability
import Synchronization
import TestSupport
public import UseCases

/// The ports of Dispatch in memory: one process, one lock, the same answers as the tables give.
public final class InMemoryWorkOrderStore: WorkOrderStore, CandidateStore, WorkOrderQueries {
    let state: Mutex<WorkOrderTables>
    let rules: DispatchRules

    /// Makes an empty store.
    public init(rules: DispatchRules) {
        self.rules = rules
        state = Mutex(WorkOrderTables(rules: rules))
    }

    /// What others hear of it, in order.
    public var published: [EventDraft] { state.withLock { $0.published } }

    /// The stored candidates.
    public var candidates: [MemberID: Candidate] { state.withLock { $0.candidates } }

    public func change(
        _ selection: WorkOrderSelection, scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) async throws -> [Transition<WorkOrder>] {
        try state.withLock { tables in
            let found = tables.select(selection).filter { scope.area.contains($0.terms.area) }
            let transitions = try decide(found, &tables.pool)
            var isDue = false
            if case .due = selection { isDue = true }
            tables.write(transitions, reschedulingAll: isDue)
            return transitions
        }
    }

    public func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Transition<WorkOrder>]
    ) async throws -> [Outcome] {
        try state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            let found = tables.orders(of: requests).filter { scope.area.contains($0.terms.area) }
            tables.write(try decide(found, &tables.pool, gate.apply), reschedulingAll: false)
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func due(at now: Timestamp, limit: Int, scope: AccessScope) async throws -> [WorkOrderID] {
        state.withLock { tables in
            Array(tables.timers.filter { $0.value <= now }.sorted { $0.value < $1.value }.map(\.key).prefix(limit))
        }
    }

    public func postpone(_ id: WorkOrderID, to moment: Timestamp, scope: AccessScope) async throws {
        state.withLock { $0.timers[id] = moment }
    }

    public func refreshCandidates(scope: AccessScope) async throws {}

    public func receive(
        _ entries: [InboxEntry], members: [MemberID], scope: AccessScope,
        decide: ([MemberID: Candidate], _ apply: [Int]) -> CandidateChanges
    ) async throws -> [Outcome] {
        state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            tables.write(decide(tables.candidates.filter { members.contains($0.key) }, gate.apply))
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }

    public func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: (_ apply: [Int]) -> [AreaCode: GeoPoint]
    ) async throws -> [Outcome] {
        state.withLock { tables in
            let gate = tables.inbox.gate(entries)
            for (area, centre) in decide(gate.apply) { tables.pool.centres.set(centre, of: area) }
            tables.inbox.settle(gate, entries)
            return gate.outcomes
        }
    }
}
