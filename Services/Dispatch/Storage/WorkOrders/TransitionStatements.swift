import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import Postgres
import Reliability
import UseCases
import WorkingTime

/// The statements that write changes: one of each kind for all changes together.
enum TransitionStatements {
    static func write(_ transitions: [Transition<WorkOrder>]) -> [Statement] {
        let created = transitions.filter { $0.before == nil }
        // A matching that found nobody makes no version, and its summary is kept all the same.
        let updated = transitions.filter { $0.before != nil }
        var statements: [Statement] = []
        if !created.isEmpty { statements.append(insertOrders(created.map(\.after))) }
        if !updated.isEmpty { statements.append(updateOrders(updated)) }
        let offers = transitions.map { ($0.after, newOffers($0)) }.filter { !$0.1.isEmpty }
        if !offers.isEmpty { statements.append(insertOffers(offers)) }
        let closed = transitions.flatMap(closedOffers)
        if !closed.isEmpty { statements.append(closeOffers(closed)) }
        return statements
    }

    private static func newOffers(_ transition: Transition<WorkOrder>) -> [Offer] {
        Array(transition.after.offers.dropFirst(transition.before?.offers.count ?? 0))
    }

    private static func closedOffers(_ transition: Transition<WorkOrder>) -> [Offer] {
        guard let before = transition.before else { return [] }
        return zip(before.offers, transition.after.offers).filter { $0 != $1 }.map(\.1)
    }

    private static func insertOrders(_ orders: [WorkOrder]) -> Statement {
        Statement(
            """
            INSERT INTO work_orders (id, request_id, round, category, urgency, area, issued_at,
                                     \(unescaped: mutableColumns))
            SELECT n.id, n.request_id, n.round, n.category, n.urgency, n.area, n.issued_at, n.version, n.state, n.level,
                   n.holder, n.light, n.document::json
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.terms.request)), \(orders.map { Int32($0.terms.round) }),
                        \(orders.map(\.terms.category)), \(orders.map(\.terms.urgency.rawValue)),
                        \(orders.map(\.terms.area)), \(orders.map(\.terms.issuedAt)), \(mutable(orders)))
                 AS n (id, request_id, round, category, urgency, area, issued_at, \(unescaped: mutableColumns))
            """, rows: .exactly(orders.count))
    }

    /// The rows are locked; the versions that were read are named all the same, so that a lost update is a fault.
    ///
    /// Index: work_orders' primary key.
    private static func updateOrders(_ transitions: [Transition<WorkOrder>]) -> Statement {
        let orders = transitions.map(\.after)
        return Statement(
            """
            UPDATE work_orders AS w
            SET version = n.version, state = n.state, level = n.level, holder = n.holder, light = n.light,
                document = n.document::json
            FROM unnest(\(orders.map(\.id)), \(transitions.map { $0.before?.version }), \(mutable(orders)))
                 AS n (id, expected, \(unescaped: mutableColumns))
            WHERE w.id = n.id AND w.version = n.expected
            """, rows: .exactly(orders.count))
    }

    private static let mutableColumns = "version, state, level, holder, light, document"

    private static func mutable(_ orders: [WorkOrder]) -> SQL {
        """
        \(orders.map(\.version)), \(orders.map(\.state.rawValue)), \(orders.map { Int32($0.level.rawValue) }),
        \(orders.map(\.holder)), \(orders.map { Int32($0.light.rawValue) }),
        \(orders.map { WorkOrderDocument($0).text })
        """
    }

    private static func insertOffers(_ offers: [(order: WorkOrder, offers: [Offer])]) -> Statement {
        let orders = offers.flatMap { entry in entry.offers.map { _ in entry.order } }
        let all = offers.flatMap(\.offers)
        return Statement(
            """
            INSERT INTO offers (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load,
                                offered_at, expires_at, state, reason, closed_at)
            SELECT work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                   expires_at, state, reason, closed_at
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.terms.area)), \(all.map(\.id)), \(all.map(\.member)),
                        \(all.map { Int32($0.wave) }), \(all.map { Int32($0.rank) }),
                        \(all.map { Int32($0.score.skill) }), \(all.map { Int32($0.score.nearness) }),
                        \(all.map { Int32($0.score.duty) }), \(all.map { Int32($0.score.history) }),
                        \(all.map { Int32($0.score.load) }), \(all.map(\.offeredAt)), \(all.map(\.expiresAt)),
                        \(all.map(\.state.rawValue)), \(all.map { $0.reason?.rawValue }), \(all.map(\.closedAt)))
                 AS n (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                       expires_at, state, reason, closed_at)
            """, rows: .exactly(all.count))
    }

    /// Index: offers' primary key.
    private static func closeOffers(_ offers: [Offer]) -> Statement {
        Statement(
            """
            UPDATE offers AS o SET state = n.state, reason = n.reason, closed_at = n.closed_at
            FROM unnest(\(offers.map(\.id)), \(offers.map(\.state.rawValue)), \(offers.map { $0.reason?.rawValue }),
                        \(offers.map(\.closedAt))) AS n (id, state, reason, closed_at)
            WHERE o.id = n.id
            """, rows: .exactly(offers.count))
    }
}
