import City
import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Reliability

/// The statements that lock and load work orders.
enum WorkOrderStatements {
    /// Orders and their offers, in two statements of one round trip; the orders are locked in id order.
    ///
    /// - Parameter waits: whether a lock of another transaction is waited for; else its order is not among what is found.
    static func load(_ selection: WorkOrderSelection, waits: Bool = true) -> [SQL] {
        let lock: SQL = waits ? "FOR UPDATE" : "FOR UPDATE SKIP LOCKED"
        switch selection {
        case .order(let id):
            // Indexes: work_orders' primary key, offers_of_order.
            return [
                "SELECT \(unescaped: WorkOrderRow.columns) FROM work_orders WHERE id = \(id) \(lock)",
                offers(where: "work_order_id = \(id)"),
            ]
        case .offer(let offer, let member):
            // Indexes: the primary keys of offers and work_orders, offers_of_order.
            return [
                """
                SELECT \(unescaped: WorkOrderRow.columns) FROM work_orders
                WHERE id = (\(order(of: offer, member))) \(lock)
                """,
                offers(where: "work_order_id = (\(order(of: offer, member)))"),
            ]
        case .due(let ids):
            // Indexes: work_orders' primary key, offers_of_order.
            return [
                """
                SELECT \(unescaped: WorkOrderRow.columns) FROM work_orders WHERE id = ANY(\(ids))
                ORDER BY id FOR UPDATE SKIP LOCKED
                """,
                offers(where: "work_order_id = ANY(\(ids))"),
            ]
        }
    }

    /// All orders of some requests.
    ///
    /// Indexes: the unique (request_id, round), offers_of_order.
    static func load(requests: [ServiceRequestID]) -> [SQL] {
        let orders: SQL = "work_order_id IN (SELECT id FROM work_orders WHERE request_id = ANY(\(requests)))"
        return [
            """
            SELECT \(unescaped: WorkOrderRow.columns) FROM work_orders WHERE request_id = ANY(\(requests))
            ORDER BY id FOR UPDATE
            """,
            offers(where: orders),
        ]
    }

    /// One order as it stands, not locked.
    ///
    /// Indexes: work_orders' primary key, offers_of_order.
    static func read(_ id: WorkOrderID) -> [SQL] {
        [
            "SELECT \(unescaped: WorkOrderRow.columns) FROM work_orders WHERE id = \(id)",
            offers(where: "work_order_id = \(id)"),
        ]
    }

    /// Index: timers_due.
    static func due(at now: Timestamp, limit: Int) -> SQL {
        "SELECT work_order_id FROM timers WHERE due_at <= \(now) ORDER BY due_at LIMIT \(Int64(limit))"
    }

    /// The order may have been finished, and its timer removed, since it was found due.
    ///
    /// Index: timers' primary key.
    static func postpone(_ id: WorkOrderID, to moment: Timestamp) -> Statement {
        Statement(
            "UPDATE timers SET due_at = \(moment) WHERE work_order_id = \(id)",
            rows: .atMost(1))
    }

    /// Puts together what the two statements of a load gave.
    static func orders(_ rows: some Collection<Rows>, limits: ClockLimits) throws -> [WorkOrder] {
        let parts = Array(rows)
        guard parts.count == 2 else { preconditionFailure("a load has two statements") }
        guard !parts[0].isEmpty else { return [] }
        let offers = try OfferRow.byOrder(parts[1])
        return try parts[0].map { row in
            let id = try row.decode(WorkOrderID.self, at: 0)
            return try WorkOrderRow.order(row, offers: offers[id] ?? [], limits: limits)
        }
    }

    private static func order(of offer: OfferID, _ member: MemberID) -> SQL {
        "SELECT work_order_id FROM offers WHERE id = \(offer) AND member_id = \(member)"
    }

    private static func offers(where condition: SQL) -> SQL {
        "SELECT \(unescaped: OfferRow.columns) FROM offers WHERE \(condition) ORDER BY work_order_id, wave, rank"
    }
}
