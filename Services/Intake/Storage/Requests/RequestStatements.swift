import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres

/// Loading requests for a change.
enum RequestStatements {
    /// Index: the primary key.
    ///
    /// - Parameter waits: whether a lock of another transaction is waited for; else the request is not found.
    static func lock(_ id: ServiceRequestID, waits: Bool = true) -> SQL {
        "SELECT \(RequestRow.columns) FROM requests r WHERE r.id = \(id) FOR UPDATE\(skipping(unless: waits))"
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
    ///
    /// - Parameter waits: whether a lock of another transaction is waited for; else the request is not found.
    static func lock(tracking hashes: [[UInt8]], lastFour indexes: [[UInt8]], waits: Bool = true) -> SQL {
        """
        SELECT \(RequestRow.columns) FROM requests r JOIN requesters q ON q.request_id = r.id
        WHERE r.tracking_hash = ANY(\(hashes)) AND q.last_four_index = ANY(\(indexes))
        FOR UPDATE OF r\(skipping(unless: waits))
        """
    }

    private static func skipping(unless waits: Bool) -> SQL { waits ? "" : " SKIP LOCKED" }
}
