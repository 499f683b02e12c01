public import City
public import DispatchApplication
public import DispatchDomain
public import Kernel
import Postgres
public import Reliability
import WorkingTime

/// What is read of the schema `dispatch`, each query within the scope of who asks.
public struct PostgresWorkOrderQueries: WorkOrderQueries {
    private let work: UnitOfWork
    private let limits: ClockLimits

    public init(work: UnitOfWork, limits: ClockLimits) {
        self.work = work
        self.limits = limits
    }

    public func order(_ id: WorkOrderID, scope: AccessScope) async throws -> WorkOrder? {
        let rows = try await work.read(scope.settings) { try await $0.pipeline(WorkOrderStatements.read(id)) }
        return try WorkOrderStatements.orders(rows, limits: limits).first
    }

    public func orders(_ filter: WorkOrderFilter, scope: AccessScope) async throws -> [WorkOrderLine] {
        try await work.read(scope.settings, planned: .byValues) {
            try await $0.query(WorkOrderReadStatements.orders(filter, in: scope.area)).map(Self.line)
        }
    }

    public func openOffers(
        of member: MemberID, at now: Timestamp, page: OfferPage, scope: AccessScope
    ) async throws -> [OfferLine] {
        try await work.read(scope.settings) { transaction in
            try await transaction.query(WorkOrderReadStatements.openOffers(of: member, at: now, page: page)).map {
                row in
                OfferLine(
                    id: try row.decode(at: 0), workOrder: try row.decode(at: 1), request: try row.decode(at: 2),
                    category: try row.decode(at: 3), urgency: try row.code(at: 4), area: try row.decode(at: 5),
                    wave: try row.int(at: 6), offeredAt: try row.decode(at: 7), expiresAt: try row.decode(at: 8))
            }
        }
    }

    public func ordersInHand(of member: MemberID, scope: AccessScope) async throws -> [WorkOrderLine] {
        try await work.read(scope.settings) {
            try await $0.query(WorkOrderReadStatements.inHand(of: member)).map(Self.line)
        }
    }

    private static func line(_ row: Row) throws -> WorkOrderLine {
        let area = try row.decode(AreaCode.self, at: 5)
        guard let level = AreaCode.Level(rawValue: try row.int(at: 6)) else {
            throw StoredRowFault(column: "level", type: AreaCode.Level.self)
        }
        guard let light = Light(rawValue: try row.int(at: 8)) else {
            throw StoredRowFault(column: "light", type: Light.self)
        }
        return WorkOrderLine(
            id: try row.decode(at: 0), request: try row.decode(at: 1), round: try row.int(at: 2),
            category: try row.decode(at: 3), urgency: try row.code(at: 4), area: area,
            responsibleArea: AreaHierarchy.responsible(for: area, at: level), state: try row.code(at: 7), light: light,
            holder: try row.decode(at: 9), issuedAt: try row.decode(at: 10), nextDue: try row.decode(at: 11))
    }
}
