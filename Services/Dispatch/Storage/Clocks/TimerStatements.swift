import City
import DispatchDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// The statements on the timers: when something falls due next on an order.
enum TimerStatements {
    /// Sets the timers of orders; finished ones have none.
    ///
    /// - Parameter all: whether timers are written that a change left as they were: those that fired may have been woken
    ///   since they were worked out.
    static func schedule(_ transitions: [Transition<WorkOrder>], all: Bool, rules: DispatchRules) -> [Statement] {
        let finished = transitions.filter(\.after.state.isFinal)
        // An open order has a timer; one that was finished before, or was issued and cancelled in one batch, has none.
        let wereOpen = finished.allSatisfy { $0.before.map { !$0.state.isFinal } ?? false }
        let open = transitions.filter { !$0.after.state.isFinal }.compactMap { transition -> WorkOrderTimer? in
            let timer = WorkOrderTimer(transition.after, rules: rules)
            return !all && transition.before.map { WorkOrderTimer($0, rules: rules) } == timer ? nil : timer
        }
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
                    INSERT INTO timers (work_order_id, area, kind, due_at, waiting_street)
                    SELECT work_order_id, area, kind, due_at, waiting_street
                    FROM unnest(\(open.map(\.order)), \(open.map(\.area)), \(open.map { $0.due?.kind.rawValue }),
                                \(open.map { $0.due?.at }), \(open.map { $0.waitingStreet?.text }))
                         AS n (work_order_id, area, kind, due_at, waiting_street)
                    ON CONFLICT (work_order_id) DO UPDATE
                        SET kind = excluded.kind, due_at = excluded.due_at, waiting_street = excluded.waiting_street
                    """, rows: .exactly(open.count)))
        }
        return statements
    }
}

/// What a timer's row says of an open order.
private struct WorkOrderTimer: Hashable {
    let order: WorkOrderID
    let area: AreaCode
    let due: WorkOrder.Due?
    /// The street whose members could take it, while nobody has it and no offer is open.
    let waitingStreet: AreaCode?

    init(_ order: WorkOrder, rules: DispatchRules) {
        self.order = order.id
        area = order.terms.area
        due = order.nextDue(rules)
        waitingStreet = order.state == .unassigned ? order.terms.area.ancestor(at: .street) : nil
    }
}
