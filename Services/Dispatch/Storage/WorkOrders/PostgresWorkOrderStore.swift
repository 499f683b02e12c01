public import City
public import DispatchApplication
public import DispatchDomain
public import Kernel
public import Messaging
import Postgres
public import Reliability
public import UseCases

/// Work orders in the schema `dispatch`.
public struct PostgresWorkOrderStore: WorkOrderStore {
    private let work: UnitOfWork
    private let candidates: CandidateCache
    private let rules: DispatchRules

    public init(work: UnitOfWork, candidates: CandidateCache, rules: DispatchRules) {
        self.work = work
        self.candidates = candidates
        self.rules = rules
    }

    public func change(
        _ selection: WorkOrderSelection, scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) async throws -> [Transition<WorkOrder>] {
        try await work.perform(
            scope.settings, load: candidates.refresh() + WorkOrderStatements.load(selection)
        ) { rows in
            let transitions = try self.decided(rows) { try decide($0, &$1) }
            return Decision(
                statements: statements(for: transitions, reschedulingAll: selection.isDue),
                events: transitions.flatMap(\.drafts), result: transitions)
        }
    }

    public func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Transition<WorkOrder>]
    ) async throws -> [Outcome] {
        let load = requests.isEmpty ? [] : candidates.refresh() + WorkOrderStatements.load(requests: requests)
        return try await work.receive(scope.settings, receipts: entries, load: load) { rows, apply in
            guard !rows.isEmpty, !apply.isEmpty else { return Decision() }
            let transitions = try self.decided(rows) { try decide($0, &$1, apply) }
            return Decision(
                statements: statements(for: transitions, reschedulingAll: false),
                events: transitions.flatMap(\.drafts))
        }
    }

    public func due(at now: Timestamp, limit: Int, scope: AccessScope) async throws -> [WorkOrderID] {
        try await work.read(scope.settings) { transaction in
            try await transaction.query(WorkOrderStatements.due(at: now, limit: limit)).map { try $0.decode(at: 0) }
        }
    }

    public func postpone(_ id: WorkOrderID, to moment: Timestamp, scope: AccessScope) async throws {
        try await work.perform(scope.settings, load: []) { _ in
            Decision(statements: [WorkOrderStatements.postpone(id, to: moment)])
        }
    }

    public func refreshCandidates(scope: AccessScope) async throws {
        let rows = try await work.read(scope.settings) { try await $0.pipeline(candidates.refresh()) }
        try candidates.take(rows) { _ in }
    }

    private func decided(
        _ rows: [Rows], _ decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) throws -> [Transition<WorkOrder>] {
        let orders = try WorkOrderStatements.orders(
            rows.dropFirst(CandidateCache.statementCount), limits: rules.limits)
        return try candidates.take(rows.prefix(CandidateCache.statementCount)) { try decide(orders, &$0) }
    }

    private func statements(for transitions: [Transition<WorkOrder>], reschedulingAll: Bool) -> [Statement] {
        let changed = transitions.filter { !$0.isEmpty }
        return TransitionStatements.write(changed)
            + TimerStatements.schedule(reschedulingAll ? transitions : changed, all: reschedulingAll, rules: rules)
            + CandidateStatements.effects(of: changed)
    }
}

extension WorkOrderSelection {
    var isDue: Bool {
        if case .due = self { true } else { false }
    }
}
