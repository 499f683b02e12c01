public import City
public import DispatchApplication
public import DispatchDomain
public import Kernel
import Synchronization

extension InMemoryWorkOrderStore {
    public func order(_ id: WorkOrderID, scope: AccessScope) async throws -> WorkOrder? {
        state.withLock { tables in tables.orders[id].flatMap { scope.area.contains($0.terms.area) ? $0 : nil } }
    }

    public func orders(_ filter: WorkOrderFilter, scope: AccessScope) async throws -> [WorkOrderLine] {
        state.withLock { tables in
            let found = tables.orders.values.filter { order in
                scope.area.contains(order.terms.area) && filter.area.map { $0.contains(order.terms.area) } != false
                    && filter.state.map { $0 == order.state } != false
                    && filter.light.map { $0 == order.light } != false
                    && filter.after.map { Self.isLater($0.issuedAt, $0.id, than: order.terms.issuedAt, order.id) }
                        != false
            }
            return Array(Self.latestFirst(found).map { line($0, in: tables) }.prefix(filter.limit))
        }
    }

    public func openOffers(
        of member: MemberID, at now: Timestamp, page: OfferPage, scope: AccessScope
    ) async throws -> [OfferLine] {
        state.withLock { tables in
            let offers = tables.orders.values.filter { scope.area.contains($0.terms.area) }.flatMap { order in
                order.openOffers.filter { $0.member == member && $0.expiresAt > now }.map { offer in
                    OfferLine(
                        id: offer.id, workOrder: order.id, request: order.terms.request,
                        category: order.terms.category, urgency: order.terms.urgency, area: order.terms.area,
                        wave: offer.wave, offeredAt: offer.offeredAt, expiresAt: offer.expiresAt)
                }
            }
            return Array(
                offers.sorted { Self.isLater($1.expiresAt, $1.id, than: $0.expiresAt, $0.id) }
                    .filter { offer in
                        page.after.map { Self.isLater(offer.expiresAt, offer.id, than: $0.expiresAt, $0.id) } != false
                    }.prefix(page.limit))
        }
    }

    public func ordersInHand(of member: MemberID, scope: AccessScope) async throws -> [WorkOrderLine] {
        state.withLock { tables in
            let found = tables.orders.values.filter { order in
                scope.area.contains(order.terms.area) && order.state.isInHand && order.holder == member
            }
            return Self.latestFirst(found).map { line($0, in: tables) }
        }
    }

    private static func latestFirst(_ orders: [WorkOrder]) -> [WorkOrder] {
        orders.sorted { isLater($0.terms.issuedAt, $0.id, than: $1.terms.issuedAt, $1.id) }
    }

    private static func isLater<Tag>(
        _ moment: Timestamp, _ id: Identifier<Tag>, than other: Timestamp, _ otherID: Identifier<Tag>
    ) -> Bool {
        moment == other ? id > otherID : moment > other
    }

    private func line(_ order: WorkOrder, in tables: WorkOrderTables) -> WorkOrderLine {
        WorkOrderLine(
            id: order.id, request: order.terms.request, round: order.terms.round, category: order.terms.category,
            urgency: order.terms.urgency, area: order.terms.area, responsibleArea: order.responsibleArea,
            state: order.state, light: order.light, holder: order.holder, issuedAt: order.terms.issuedAt,
            nextDue: tables.timers[order.id])
    }
}
