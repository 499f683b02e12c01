import City
import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// A change of work orders that is asked for.
struct WorkOrderChange: Sendable {
    let selection: WorkOrderSelection
    let scope: AccessScope
    let decide: @Sendable ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
}

/// The transactions that change work orders.
struct WorkOrderTransactions: Sendable {
    let work: UnitOfWork
    let candidates: CandidateCache
    let rules: DispatchRules

    /// One change in a transaction of its own.
    func change(_ change: WorkOrderChange) async throws -> [Transition<WorkOrder>] {
        try await work.perform(
            change.scope.settings, load: candidates.refresh() + WorkOrderStatements.load(change.selection)
        ) { rows in
            let transitions = try decided(rows) { try change.decide($0, &$1) }
            return Decision(
                statements: statements(for: transitions, reschedulingAll: change.selection.isDue),
                events: transitions.flatMap(\.drafts), result: transitions)
        }
    }

    /// Changes of one area in one transaction.
    ///
    /// What finds no order is left to a transaction of its own, which waits for a lock, or says that there is none.
    func change(_ changes: [WorkOrderChange]) async throws -> [SharedOutcome<[Transition<WorkOrder>]>] {
        let load = changes.flatMap { WorkOrderStatements.load($0.selection, waits: false) }
        let scope = AccessScope(area: changes[0].scope.area)
        return try await work.perform(scope.settings, load: candidates.refresh() + load) { rows in
            var seen: Set<WorkOrderID> = []
            let found = try stride(from: CandidateCache.statementCount, to: rows.count, by: 2).map { first in
                try WorkOrderStatements.orders(rows[first..<first + 2], limits: rules.limits)
            }
            let outcomes = try candidates.take(rows.prefix(CandidateCache.statementCount)) { pool in
                zip(changes, found).map { change, orders -> SharedOutcome<[Transition<WorkOrder>]> in
                    guard !orders.isEmpty, orders.allSatisfy({ seen.insert($0.id).inserted }) else { return .alone }
                    do { return .stored(try change.decide(orders, &pool)) } catch { return .refused(error) }
                }
            }
            let transitions = outcomes.flatMap { outcome -> [Transition<WorkOrder>] in
                if case .stored(let transitions) = outcome { transitions } else { [] }
            }
            return Decision(
                statements: statements(for: transitions, reschedulingAll: false),
                events: transitions.flatMap(\.drafts), result: outcomes)
        }
    }

    /// Has the orders of a load decided on.
    func decided(
        _ rows: [Rows], _ decide: ([WorkOrder], inout CandidatePool) throws -> [Transition<WorkOrder>]
    ) throws -> [Transition<WorkOrder>] {
        let orders = try WorkOrderStatements.orders(rows.dropFirst(CandidateCache.statementCount), limits: rules.limits)
        return try candidates.take(rows.prefix(CandidateCache.statementCount)) { try decide(orders, &$0) }
    }

    /// What is written of transitions.
    func statements(for transitions: [Transition<WorkOrder>], reschedulingAll: Bool) -> [Statement] {
        let changed = transitions.filter { !$0.isEmpty }
        return TransitionStatements.write(changed)
            + TimerStatements.schedule(reschedulingAll ? transitions : changed, all: reschedulingAll, rules: rules)
            + CandidateStatements.effects(of: changed)
    }
}

extension WorkOrderSelection {
    /// Whether it was selected by its timer.
    var isDue: Bool {
        if case .due = self { true } else { false }
    }
}
