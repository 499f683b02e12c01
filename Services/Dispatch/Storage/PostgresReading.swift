public import DispatchApplication
public import DispatchDomain
public import Kernel
import Postgres
public import Reliability
import WorkingTime

/// What is read of the schema `dispatch`, each query within the scope of who asks.
public struct PostgresReading: WorkOrderReading {
    private let work: UnitOfWork
    private let limits: ClockLimits

    public init(work: UnitOfWork, limits: ClockLimits) {
        self.work = work
        self.limits = limits
    }

    public func order(_ id: WorkOrderID, reach: Reach) async throws -> WorkOrder? {
        let rows = try await work.read(Scope(reach)) { try await $0.pipeline(WorkOrderStatements.read(id)) }
        return try WorkOrderStatements.orders(rows, limits: limits).first
    }

    public func orders(_ query: WorkOrderQuery, reach: Reach) async throws -> [WorkOrderLine] {
        // Indexes: work_orders_by_state, work_orders_by_light or work_orders_latest, whichever the conditions allow; all
        // are in the order of the page.
        var sql: SQL = "\(Self.lines) WHERE true"
        if let state = query.state { sql += " AND w.state = \(state.rawValue)" }
        if let area = query.area { sql += " AND w.area >= \(area.text) AND w.area < \(area.text + ":")" }
        if let light = query.light { sql += " AND w.light = \(Int32(light.rawValue))" }
        if let after = query.after { sql += " AND (w.issued_at, w.id) < (\(after.issuedAt), \(after.id))" }
        sql += " ORDER BY w.issued_at DESC, w.id DESC LIMIT \(Int64(query.limit))"
        return try await work.read(Scope(reach)) { try await $0.query(sql).map(Self.line) }
    }

    public func openOffers(of member: MemberID, at now: Timestamp, reach: Reach) async throws -> [OfferLine] {
        // Index: offers_open.
        let sql: SQL = """
            SELECT o.id, o.work_order_id, w.request_id, w.category, w.urgency, w.area, o.wave, o.offered_at, o.expires_at
            FROM offers AS o JOIN work_orders AS w ON w.id = o.work_order_id
            WHERE o.member_id = \(member) AND o.state = 'open' AND o.expires_at > \(now)
            ORDER BY o.expires_at, o.id LIMIT 200
            """
        return try await work.read(Scope(reach)) { transaction in
            try await transaction.query(sql).map { row in
                OfferLine(
                    id: try row.decode(at: 0), workOrder: try row.decode(at: 1), request: try row.decode(at: 2),
                    category: try row.decode(at: 3), urgency: try row.code(at: 4), area: try row.decode(at: 5),
                    wave: try row.int(at: 6), offeredAt: try row.decode(at: 7), expiresAt: try row.decode(at: 8))
            }
        }
    }

    public func ordersInHand(of member: MemberID, reach: Reach) async throws -> [WorkOrderLine] {
        // Index: work_orders_in_hand.
        let sql: SQL = """
            \(Self.lines) WHERE w.holder = \(member) AND w.state IN ('accepted', 'working', 'submitted', 'rework')
            ORDER BY w.issued_at DESC, w.id DESC LIMIT 200
            """
        return try await work.read(Scope(reach)) { try await $0.query(sql).map(Self.line) }
    }

    private static let lines: SQL = """
        SELECT w.id, w.request_id, w.round, w.category, w.urgency, w.area, w.level, w.state, w.light, w.holder,
               w.issued_at, t.due_at
        FROM work_orders AS w LEFT JOIN timers AS t ON t.work_order_id = w.id
        """

    private static func line(_ row: Row) throws -> WorkOrderLine {
        let area = try row.decode(AreaCode.self, at: 5)
        guard let level = AreaCode.Level(rawValue: try row.int(at: 6)) else { throw StoredRowFault(column: "level") }
        guard let light = Light(rawValue: try row.int(at: 8)) else { throw StoredRowFault(column: "light") }
        return WorkOrderLine(
            id: try row.decode(at: 0), request: try row.decode(at: 1), round: try row.int(at: 2),
            category: try row.decode(at: 3), urgency: try row.code(at: 4), area: area,
            responsibleArea: Chain.responsible(for: area, at: level), state: try row.code(at: 7), light: light,
            holder: try row.decode(at: 9), issuedAt: try row.decode(at: 10), nextDue: try row.decode(at: 11))
    }
}
