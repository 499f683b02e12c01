import IntakeApplication
import IntakeDomain
import Kernel
import Postgres

/// A row of `requests` as a request.
enum RequestRow {
    /// The columns in the order in which they are read, of a table called `r`.
    static let columns: SQL = """
        r.id, r.number, r.channel, r.registered_at, r.category, r.urgency, r.area, r.located, r.state, r.round,
        r.work_order_id, r.attempts, r.leader_case, r.callback, r.stars, r.since, r.version
        """
    static let columnCount = 17

    static func decode(_ row: Row) throws -> ServiceRequest {
        let state = try row.code(RequestState.self, at: 8)
        let figures = RequestFigures(
            category: try row.decode(String?.self, at: 4).flatMap { Category($0) },
            round: try row.int(at: 9), workOrder: try row.decode(at: 10), attempts: try row.int(at: 11),
            isLeaderCase: try row.decode(at: 12),
            callback: try row.decode(String?.self, at: 13).flatMap { CallbackResult(rawValue: $0) },
            stars: try row.decode(Int32?.self, at: 14).map { Int($0) })
        return ServiceRequest(
            id: try row.decode(at: 0), number: try row.valid(RequestNumber(row.decode(String.self, at: 1)), at: 1),
            channel: try row.code(at: 2), registeredAt: try row.decode(at: 3), urgency: try row.code(at: 5),
            area: try row.decode(at: 6), located: try row.decode(at: 7),
            progress: try row.valid(RequestProgress(state, figures), at: 8), since: try row.decode(at: 15),
            version: try row.decode(at: 16))
    }
}
