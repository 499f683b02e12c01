import City
import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import WorkingTime

/// The statements that only read.
enum WorkOrderReadStatements {
    /// A page of the list, the latest first.
    ///
    /// Indexes: work_orders_by_street where a street is known, work_orders_open or work_orders_ended where a state is,
    /// work_orders_by_light or work_orders_latest, whichever the conditions allow; all are in the order of the page.
    /// - Parameter scope: what the asker may see.
    static func orders(_ filter: WorkOrderFilter, in scope: AreaCode) -> SQL {
        var sql: SQL = "\(lines) WHERE true"
        if let state = filter.state {
            // Beside the state, the condition of the index, which is not on the state itself: that changes at each step.
            sql +=
                state.isFinal
                ? " AND w.ended_as = \(state.rawValue)" : " AND w.state = \(state.rawValue) AND w.ended_as IS NULL"
        }
        if let area = filter.area { sql += " AND w.area >= \(area.text) AND w.area < \(area.text + ":")" }
        if let street = (filter.area ?? scope).ancestor(at: .street) { sql += " AND w.street = \(street.text)" }
        if let light = filter.light {
            sql += " AND w.light = \(Int32(light.rawValue))"
            // The index's own condition, which cannot be seen behind a parameter.
            if light > .green { sql += " AND w.light > 0" }
        }
        if let after = filter.after { sql += " AND (w.issued_at, w.id) < (\(after.issuedAt), \(after.id))" }
        return sql + " ORDER BY w.issued_at DESC, w.id DESC LIMIT \(Int64(filter.limit))"
    }

    /// Indexes: offers_open, work_orders' primary key.
    static func openOffers(of member: MemberID, at now: Timestamp, page: OfferPage) -> SQL {
        var sql: SQL = """
            SELECT o.id, o.work_order_id, w.request_id, w.category, w.urgency, w.area, o.wave, o.offered_at, o.expires_at
            FROM offers AS o JOIN work_orders AS w ON w.id = o.work_order_id
            WHERE o.member_id = \(member) AND o.state = 'open' AND o.expires_at > \(now)
            """
        if let after = page.after { sql += " AND (o.expires_at, o.id) > (\(after.expiresAt), \(after.id))" }
        return sql + " ORDER BY o.expires_at, o.id LIMIT \(Int64(page.limit))"
    }

    /// Index: work_orders_in_hand.
    static func inHand(of member: MemberID) -> SQL {
        """
        \(lines) WHERE w.in_hand_of = \(member) ORDER BY w.issued_at DESC, w.id DESC LIMIT 200
        """
    }

    private static let lines: SQL = """
        SELECT w.id, w.request_id, w.round, w.category, w.urgency, w.area, w.level, w.state, w.light, w.holder,
               w.issued_at, t.due_at
        FROM work_orders AS w LEFT JOIN timers AS t ON t.work_order_id = w.id
        """
}
