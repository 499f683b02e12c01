import City
import Kernel
import Postgres

/// Every statement that reads the ledger.
enum LedgerReadStatements {
    /// Index: members' primary key.
    static func balance(of member: MemberID) -> SQL {
        "SELECT quarter_hours, points FROM members WHERE id = \(member)"
    }

    /// Index: postings_by_member, from its end.
    static func postings(of member: MemberID, before number: Int64?, limit: Int) -> SQL {
        """
        SELECT number, id, kind, work_order_id, request_id, area, day, quarter_hours, points, posted_at,
            reverses
        FROM postings
        WHERE member_id = \(member) AND number < \(number ?? .max)
        ORDER BY number DESC LIMIT \(limit)
        """
    }

    /// Index: entries_by_area, which holds all columns that are read.
    static func earnings(in area: AreaCode, from: CivilDate, to: CivilDate) -> SQL {
        """
        SELECT member_id, coalesce(sum(amount) FILTER (WHERE unit = 'points'), 0),
            coalesce(sum(amount) FILTER (WHERE unit = 'hours'), 0)
        FROM entries
        WHERE member_id IS NOT NULL AND area >= \(area.text) AND area < \(area.text) || ':'
            AND day >= \(Int32(from.daysSinceEpoch)) AND day <= \(Int32(to.daysSinceEpoch))
        GROUP BY member_id
        """
    }

    /// Effective callbacks only: who was not reached said nothing.
    ///
    /// Index: callbacks_by_area.
    static func satisfaction(
        in area: AreaCode, by level: AreaCode.Level, from: Timestamp, to: Timestamp
    ) -> SQL {
        """
        SELECT left(area, \(Int32(level.digits))), count(*) FILTER (WHERE answer IN ('satisfied', 'basically_satisfied')),
            count(*)
        FROM callbacks
        WHERE answer <> 'unreachable' AND length(area) >= \(Int32(level.digits))
            AND area >= \(area.text) AND area < \(area.text) || ':' AND at >= \(from) AND at < \(to)
        GROUP BY 1
        """
    }

    /// Reads the whole ledger; for audits only.
    static let sums: SQL = """
        SELECT (SELECT count(*) FROM postings), count(*),
            coalesce(sum(amount) FILTER (WHERE unit = 'points'), 0),
            coalesce(sum(amount) FILTER (WHERE unit = 'hours'), 0),
            (SELECT count(*) FROM (
                SELECT posting_id FROM entries GROUP BY posting_id HAVING
                    coalesce(sum(amount) FILTER (WHERE unit = 'points'), 0) <> 0
                    OR coalesce(sum(amount) FILTER (WHERE unit = 'hours'), 0) <> 0) AS unbalanced)
        FROM entries
        """

    /// Reads the whole ledger; for audits only.
    static let accountsOff: SQL = """
        SELECT count(*) FROM members
        FULL JOIN (
            SELECT member_id, coalesce(sum(amount) FILTER (WHERE unit = 'points'), 0) AS points,
                coalesce(sum(amount) FILTER (WHERE unit = 'hours'), 0) AS hours
            FROM entries WHERE member_id IS NOT NULL GROUP BY member_id
        ) AS held ON held.member_id = members.id
        WHERE coalesce(members.points, 0) <> coalesce(held.points, 0)
            OR coalesce(members.quarter_hours, 0) <> coalesce(held.hours, 0)
        """
}
