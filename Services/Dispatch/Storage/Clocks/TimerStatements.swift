import DispatchDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// The statements on the timers: when something falls due next on an order.
enum TimerStatements {
    /// Sets the timers of orders again; finished ones have none.
    static func schedule(_ transitions: [Transition<WorkOrder>], rules: DispatchRules) -> [Statement] {
        let finished = transitions.filter(\.after.state.isFinal)
        // An open order has a timer; one that was finished before, or was issued and cancelled in one batch, has none.
        let wereOpen = finished.allSatisfy { $0.before.map { !$0.state.isFinal } ?? false }
        let open = transitions.map(\.after).filter { !$0.state.isFinal }.map { (order: $0, due: $0.nextDue(rules)) }
        var statements: [Statement] = []
        if !finished.isEmpty {
            statements.append(
                Statement(
                    "DELETE FROM timers WHERE work_order_id = ANY(\(finished.map(\.after.id)))",
                    rows: wereOpen ? .exactly(finished.count) : .atMost(finished.count)))
        }
        if !open.isEmpty {
            statements.append(
                Statement(
                    """
                    INSERT INTO timers (work_order_id, area, kind, due_at, version)
                    SELECT work_order_id, area, kind, due_at, version
                    FROM unnest(\(open.map(\.order.id)), \(open.map(\.order.terms.area)),
                                \(open.map { $0.due?.kind.rawValue }), \(open.map { $0.due?.at }),
                                \(open.map(\.order.version)))
                         AS n (work_order_id, area, kind, due_at, version)
                    ON CONFLICT (work_order_id) DO UPDATE
                        SET kind = excluded.kind, due_at = excluded.due_at, version = excluded.version
                    """, rows: .exactly(open.count)))
        }
        return statements
    }
}
