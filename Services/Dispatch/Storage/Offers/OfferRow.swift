import City
import DispatchDomain
import Kernel
import Postgres

/// The row of an offer.
enum OfferRow {
    /// The order's id comes first, so that offers of many orders can be sorted out.
    static let columns = """
        work_order_id, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at, expires_at, state, \
        reason, closed_at
        """

    static func offer(_ row: Row) throws -> (WorkOrderID, Offer) {
        (
            try row.decode(at: 0),
            Offer(
                id: try row.decode(at: 1), member: try row.decode(at: 2), wave: try row.int(at: 3),
                rank: try row.int(at: 4),
                score: MatchScore(
                    skill: try row.int(at: 5), nearness: try row.int(at: 6), duty: try row.int(at: 7),
                    history: try row.int(at: 8), load: try row.int(at: 9)),
                offeredAt: try row.decode(at: 10), expiresAt: try row.decode(at: 11), state: try row.code(at: 12),
                reason: try row.optionalCode(at: 13), closedAt: try row.decode(at: 14))
        )
    }

    static func byOrder(_ rows: Rows) throws -> [WorkOrderID: [Offer]] {
        var offers: [WorkOrderID: [Offer]] = [:]
        for row in rows {
            let (order, offer) = try offer(row)
            offers[order, default: []].append(offer)
        }
        return offers
    }
}
