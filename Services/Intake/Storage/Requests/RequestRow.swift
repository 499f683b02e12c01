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
        let state = try known(row, at: 8) { RequestState(rawValue: $0) }
        let figures = RequestFigures(
            category: try row.decode(String?.self, at: 4).flatMap { Category($0) },
            round: Int(try row.decode(Int32.self, at: 9)), workOrder: try row.decode(at: 10),
            attempts: Int(try row.decode(Int32.self, at: 11)), isLeaderCase: try row.decode(at: 12),
            callback: try row.decode(String?.self, at: 13).flatMap { CallbackResult(rawValue: $0) },
            stars: try row.decode(Int32?.self, at: 14).map { Int($0) })
        guard let progress = RequestProgress(state, figures) else {
            throw StoredRowFault(table: "requests", column: "state")
        }
        return ServiceRequest(
            id: try row.decode(at: 0), number: try known(row, at: 1) { RequestNumber($0) },
            channel: try known(row, at: 2) { Channel(rawValue: $0) }, registeredAt: try row.decode(at: 3),
            urgency: try known(row, at: 5) { Urgency(rawValue: $0) }, area: try row.decode(at: 6),
            located: try row.decode(at: 7), progress: progress, since: try row.decode(at: 15),
            version: try row.decode(at: 16))
    }

    private static func known<Value>(_ row: Row, at column: Int, _ read: (String) -> Value?) throws -> Value {
        guard let value = read(try row.decode(String.self, at: column)) else {
            throw StoredRowFault(table: "requests", column: "\(column)")
        }
        return value
    }
}

/// A stored row that this program cannot read: a value that it does not know, or values that contradict each other.
///
/// It carries no value.
struct StoredRowFault: Error {
    let table: String
    let column: String
}
