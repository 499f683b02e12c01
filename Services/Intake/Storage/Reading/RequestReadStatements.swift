import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres

/// Every statement that reads requests without changing them.
enum RequestReadStatements {
    /// Index: three primary keys.
    static func detail(of id: ServiceRequestID) -> SQL {
        """
        SELECT \(RequestRow.columns), r.doubt, q.name, q.phone, q.address, t.title, t.body, t.place
        FROM requests r JOIN requesters q ON q.request_id = r.id JOIN texts t ON t.request_id = r.id
        WHERE r.id = \(id)
        """
    }

    /// A page of a list, the latest first.
    ///
    /// Index: requests_by_district where a district is known, else requests_open or requests_ended where a state is, by
    /// category, or the primary key.
    static func list(_ filter: RequestFilter, scope: AccessScope) -> SQL {
        var sql: SQL = "SELECT \(RequestRow.columns) FROM requests r WHERE true"
        if let before = filter.before { sql += " AND r.id < \(before)" }
        if let state = filter.state {
            sql +=
                state.isOpen
                ? " AND r.state = \(state.rawValue) AND r.ended_as IS NULL" : " AND r.ended_as = \(state.rawValue)"
        }
        if let category = filter.category {
            sql += " AND r.category >= \(category.text) AND r.category < \(category.text + "0")"
            // '0' follows '/' in the C collation: what lies between is the category and all below it, and names that go on.
            sql +=
                " AND (r.category = \(category.text) OR left(r.category, \(Int32(category.text.count + 1))) = \(category.text + "/"))"
        }
        if let area = filter.area { sql += " AND r.area >= \(area.text) AND r.area < \(area.text + ":")" }
        if let leader = filter.leaderCase { sql += " AND r.leader_case = \(leader)" }
        if let district = (filter.area ?? scope.area).district { sql += " AND r.district = \(district.text)" }
        return sql + " ORDER BY r.id DESC LIMIT \(Int64(filter.limit))"
    }

    /// Index: requests_callbacks.
    static func callbacksDue(_ page: CallbackPage) -> SQL {
        var sql: SQL = """
            SELECT \(RequestRow.columns) FROM requests r WHERE r.callback_since IS NOT NULL
            """
        if let after = page.after { sql += " AND (r.callback_since, r.id) > (\(after.since), \(after.id))" }
        return sql + " ORDER BY r.callback_since, r.id LIMIT \(Int64(page.limit))"
    }

    /// The latest requests of a phone.
    ///
    /// All requests of the phone are looked up first: else the whole list would be read from its end until enough of
    /// them have come by. Index: requesters_by_phone, then requests' primary key.
    static func latest(ofPhone indexes: [[UInt8]], limit: Int) -> SQL {
        """
        WITH theirs AS MATERIALIZED (SELECT request_id FROM requesters WHERE phone_index = ANY(\(indexes)))
        SELECT \(RequestRow.columns) FROM theirs JOIN requests r ON r.id = theirs.request_id
        ORDER BY r.id DESC LIMIT \(Int64(limit))
        """
    }

    /// The request of a tracking code and the last four digits of the phone.
    ///
    /// Index: requests_by_tracking, then requesters' primary key.
    static func tracked(by hashes: [[UInt8]], lastFour indexes: [[UInt8]]) -> SQL {
        """
        SELECT \(RequestRow.columns) FROM requests r JOIN requesters q ON q.request_id = r.id
        WHERE r.tracking_hash = ANY(\(hashes)) AND q.last_four_index = ANY(\(indexes))
        """
    }

    /// What has been published of a request, by the last word of each event's type.
    ///
    /// Index: the journal's unique (aggregate_id, aggregate_version), of each month.
    static func steps(of id: ServiceRequestID) -> SQL {
        """
        SELECT split_part(type, '.', 3), occurred_at FROM journal WHERE aggregate_id = \(id) ORDER BY aggregate_version
        """
    }
}
