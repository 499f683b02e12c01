import IntakeApplication
import IntakeDomain
import Kernel
import Postgres

/// A row of `requests` as a request.
enum RequestRow {
    /// The columns in the order in which they are read, of a table called `r`.
    static let columns: SQL = """
        r.id, r.number, r.channel, r.registered_at, r.category, r.urgency, r.area, r.located, r.state, r.round,
        r.work_order_id, r.attempts, r.leader_case, r.callback, r.stars, r.ended_at, r.since, r.version
        """
    static let columnCount = 18

    static func decode(_ row: Row) throws -> ServiceRequest {
        ServiceRequest(
            id: try row.decode(at: 0), number: try known(row, at: 1) { RequestNumber($0) },
            channel: try known(row, at: 2) { Channel(rawValue: $0) }, registeredAt: try row.decode(at: 3),
            category: try row.decode(String?.self, at: 4).flatMap { Category($0) },
            urgency: try known(row, at: 5) { Urgency(rawValue: $0) }, area: try row.decode(at: 6),
            located: try row.decode(at: 7), state: try known(row, at: 8) { RequestState(rawValue: $0) },
            round: Int(try row.decode(Int32.self, at: 9)), workOrder: try row.decode(at: 10),
            attempts: Int(try row.decode(Int32.self, at: 11)), isLeaderCase: try row.decode(at: 12),
            callback: try row.decode(String?.self, at: 13).flatMap { CallbackResult(rawValue: $0) },
            stars: try row.decode(Int32?.self, at: 14).map { Int($0) }, endedAt: try row.decode(at: 15),
            since: try row.decode(at: 16), version: try row.decode(at: 17))
    }

    private static func known<Value>(_ row: Row, at column: Int, _ read: (String) -> Value?) throws -> Value {
        guard let value = read(try row.decode(String.self, at: column)) else {
            throw StoredStateFault(table: "requests", column: "\(column)")
        }
        return value
    }
}

/// A stored value that this program does not know: the program is older than the row.
///
/// It carries no value.
struct StoredStateFault: Error {
    let table: String
    let column: String
}
