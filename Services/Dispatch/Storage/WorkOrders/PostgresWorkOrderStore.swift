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
    private let transactions: WorkOrderTransactions
    private let shared: SharedChanges<WorkOrderChange, [Transition<WorkOrder>]>

    public init(work: UnitOfWork, candidates: CandidateCache, rules: DispatchRules) {
        let transactions = WorkOrderTransactions(work: work, candidates: candidates, rules: rules)
        self.transactions = transactions
        shared = SharedChanges(
            scope: \.scope.area.text, together: { try await transactions.change($0) },
            alone: { try await transactions.change($0) })
    }

    /// How many changes wait for a transaction to take them.
    public var waitingChanges: Int { get async { await shared.waitingCount } }

    public func change(
        _ selection: WorkOrderSelection, scope: AccessScope,
        decide: @escaping @Sendable ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) async throws -> [Transition<WorkOrder>] {
        let change = WorkOrderChange(selection: selection, scope: scope, decide: decide)
        // What is due comes in batches of its own.
        return selection.isDue ? try await transactions.change(change) : try await shared(change)
    }

    public func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Transition<WorkOrder>]
    ) async throws -> [Outcome] {
        let load =
            requests.isEmpty
            ? [] : transactions.candidates.refresh() + WorkOrderStatements.load(requests: requests)
        return try await transactions.work.receive(scope.settings, entries: entries, load: load) { rows, apply in
            guard !rows.isEmpty, !apply.isEmpty else { return Decision() }
            let transitions = try transactions.decided(rows) { try decide($0, &$1, apply) }
            return Decision(
                statements: transactions.statements(for: transitions, reschedulingAll: false),
                events: transitions.flatMap(\.drafts))
        }
    }

    public func due(at now: Timestamp, limit: Int, scope: AccessScope) async throws -> [WorkOrderID] {
        try await transactions.work.read(scope.settings) { transaction in
            try await transaction.query(WorkOrderStatements.due(at: now, limit: limit)).map { try $0.decode(at: 0) }
        }
    }

    public func postpone(_ id: WorkOrderID, to moment: Timestamp, scope: AccessScope) async throws {
        try await transactions.work.perform(scope.settings, load: []) { _ in
            Decision(statements: [WorkOrderStatements.postpone(id, to: moment)])
        }
    }

    public func refreshCandidates(scope: AccessScope) async throws {
        let rows = try await transactions.work.read(scope.settings) {
            try await $0.pipeline(transactions.candidates.refresh())
        }
        try transactions.candidates.take(rows) { _ in }
    }
}
