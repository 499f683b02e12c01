import IntakeDomain
import Kernel
import Postgres

/// Loading requests for a change, and writing what became of them.
enum RequestStatements {
    /// Index: the primary key.
    static func lock(_ id: ServiceRequestID) -> SQL {
        "SELECT \(RequestRow.columns) FROM requests r WHERE r.id = \(id) FOR UPDATE"
    }

    /// In the order of ids, so that two batches never wait for each other.
    ///
    /// Index: the primary key.
    static func lock(_ ids: [ServiceRequestID]) -> SQL {
        "SELECT \(RequestRow.columns) FROM requests r WHERE r.id = ANY(\(ids)) ORDER BY r.id FOR UPDATE"
    }

    /// The request that a requester follows.
    ///
    /// Index: requests_by_tracking, then requesters' primary key.
    static func lock(tracking hashes: [[UInt8]], lastFour indexes: [[UInt8]]) -> SQL {
        """
        SELECT \(RequestRow.columns) FROM requests r JOIN requesters q ON q.request_id = r.id
        WHERE r.tracking_hash = ANY(\(hashes)) AND q.last_four_index = ANY(\(indexes)) FOR UPDATE OF r
        """
    }

    /// Writes the new states.
    ///
    /// Index: the primary key.
    static func update(_ requests: [ServiceRequest]) -> SQL {
        """
        UPDATE requests r SET area = t.area, category = t.category, urgency = t.urgency, located = t.located,
            doubt = CASE WHEN t.located THEN NULL ELSE r.doubt END, state = t.state, round = t.round,
            work_order_id = t.work_order_id, attempts = t.attempts, leader_case = t.leader_case, callback = t.callback,
            stars = t.stars, since = t.since, ended_at = t.ended_at, version = t.version
        FROM unnest(\(requests.map(\.id)), \(requests.map(\.area)), \(requests.map { $0.category?.text }),
            \(requests.map(\.urgency.rawValue)), \(requests.map(\.located)), \(requests.map(\.state.rawValue)),
            \(requests.map { Int32($0.round) }), \(requests.map(\.workOrder)), \(requests.map { Int32($0.attempts) }),
            \(requests.map(\.isLeaderCase)), \(requests.map { $0.callback?.rawValue }),
            \(requests.map { $0.stars.map { Int32($0) } }), \(requests.map(\.since)), \(requests.map(\.endedAt)),
            \(requests.map(\.version)))
            AS t(id, area, category, urgency, located, state, round, work_order_id, attempts, leader_case, callback,
                stars, since, ended_at, version)
        WHERE r.id = t.id AND r.version < t.version
        """
    }

    /// Moves what belongs to a request along with it.
    ///
    /// Index: the primary keys.
    static func move(_ id: ServiceRequestID, to area: AreaCode) -> [SQL] {
        [
            "UPDATE requesters SET area = \(area) WHERE request_id = \(id)",
            "UPDATE texts SET area = \(area) WHERE request_id = \(id)",
            "UPDATE grants SET area = \(area) WHERE request_id = \(id)",
        ]
    }

    static func log(_ entries: [LogEntry]) -> SQL {
        """
        INSERT INTO request_log (request_id, version, event, actor, reason, at)
        SELECT * FROM unnest(\(entries.map(\.request)), \(entries.map(\.version)), \(entries.map(\.event)),
            \(entries.map(\.actor)), \(entries.map(\.reason)), \(entries.map(\.at)))
        """
    }
}

/// One row of the request's log.
struct LogEntry {
    let request: ServiceRequestID
    let version: Version
    let event: String
    let actor: ActorID?
    let reason: String?
    let at: Timestamp
}
