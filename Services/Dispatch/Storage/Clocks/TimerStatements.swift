import DispatchDomain
import Kernel
import Postgres

/// The statements on the timers: when something falls due next on an order.
enum TimerStatements {
    /// Sets the timers of orders anew; finished ones have none.
    static func schedule(_ orders: [WorkOrder], rules: DispatchRules) -> [SQL] {
        let finished = orders.filter(\.state.isFinal)
        let open = orders.filter { !$0.state.isFinal }.map { (order: $0, due: $0.nextDue(rules)) }
        var statements: [SQL] = []
        if !finished.isEmpty {
            statements.append("DELETE FROM timers WHERE work_order_id = ANY(\(finished.map(\.id)))")
        }
        if !open.isEmpty {
            statements.append(
                """
                INSERT INTO timers (work_order_id, area, kind, due_at, version)
                SELECT work_order_id, area, kind, due_at, version
                FROM unnest(\(open.map(\.order.id)), \(open.map(\.order.terms.area)),
                            \(open.map { $0.due?.kind.rawValue }), \(open.map { $0.due?.at }),
                            \(open.map(\.order.version)))
                     AS n (work_order_id, area, kind, due_at, version)
                ON CONFLICT (work_order_id) DO UPDATE
                    SET kind = excluded.kind, due_at = excluded.due_at, version = excluded.version
                """)
        }
        return statements
    }
}
