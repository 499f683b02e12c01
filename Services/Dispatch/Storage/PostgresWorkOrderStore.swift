public import DispatchApplication
public import DispatchDomain
public import Kernel
public import Messaging
import Postgres
public import Reliability

/// Work orders in the schema `dispatch`.
public struct PostgresWorkOrderStore: WorkOrderStore {
    private let work: UnitOfWork
    private let index: CandidateIndex
    private let limits: ClockLimits

    /// - Parameter index: this process's copy of the candidates, shared with the candidate store.
    public init(work: UnitOfWork, index: CandidateIndex, limits: ClockLimits) {
        self.work = work
        self.index = index
        self.limits = limits
    }

    public func change<Result: Sendable>(
        _ reach: Reach, _ selection: OrderSelection,
        decide: ([WorkOrder], inout CandidatePool) throws -> Changes<Result>
    ) async throws -> Result {
        try await work.perform(
            Scope(reach), load: index.look() + WorkOrderStatements.load(selection)
        ) { rows in
            let orders = try WorkOrderStatements.orders(rows.dropFirst(CandidateIndex.lookCount), limits: limits)
            let changes = try index.take(rows.prefix(CandidateIndex.lookCount)) { try decide(orders, &$0) }
            return Decision(
                statements: ChangeStatements.write(changes.changes), events: changes.changes.flatMap(\.drafts),
                result: changes.result)
        }
    }

    public func receive(
        _ reach: Reach, _ receipts: [Receipt], requests: [ServiceRequestID],
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Change]
    ) async throws -> [Outcome] {
        let load = requests.isEmpty ? [] : index.look() + WorkOrderStatements.load(requests: requests)
        return try await work.receive(Scope(reach), receipts: receipts, load: load) { rows, apply in
            guard !rows.isEmpty, !apply.isEmpty else { return Decision() }
            let orders = try WorkOrderStatements.orders(rows.dropFirst(CandidateIndex.lookCount), limits: limits)
            let changes = try index.take(rows.prefix(CandidateIndex.lookCount)) { try decide(orders, &$0, apply) }
            return Decision(statements: ChangeStatements.write(changes), events: changes.flatMap(\.drafts))
        }
    }

    public func due(_ reach: Reach, at now: Timestamp, limit: Int) async throws -> [WorkOrderID] {
        try await work.read(Scope(reach)) { transaction in
            try await transaction.query(WorkOrderStatements.due(at: now, limit: limit)).map { try $0.decode(at: 0) }
        }
    }

    public func postpone(_ reach: Reach, _ id: WorkOrderID, to moment: Timestamp) async throws {
        try await work.perform(Scope(reach), load: []) { _ in
            Decision(statements: [WorkOrderStatements.postpone(id, to: moment)])
        }
    }

    public func refreshPool(_ reach: Reach) async throws {
        let rows = try await work.read(Scope(reach)) { try await $0.pipeline(index.look()) }
        try index.take(rows) { _ in }
    }
}

extension Scope {
    init(_ reach: Reach) {
        self.init(area: reach.area, actor: reach.actor)
    }
}
