import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain
import Reliability

/// Every statement about members.
enum MemberStatements {
    /// Index: members' primary key.
    static func lock(_ ids: [MemberID]) -> SQL {
        "SELECT \(unescaped: MemberRow.columns) FROM members WHERE id = ANY(\(ids)) ORDER BY id FOR UPDATE"
    }

    /// Which identifiers exist, in whatever area.
    ///
    /// Index: member_identifiers' primary key.
    static func taken(_ ids: [MemberID]) -> SQL {
        "SELECT id FROM member_identifiers WHERE id = ANY(\(ids))"
    }

    /// Which areas are known, within the scope.
    ///
    /// Index: areas' primary key.
    static func areas(_ codes: [AreaCode]) -> SQL {
        "SELECT code FROM areas WHERE code = ANY(\(codes.map(\.text)))"
    }

    /// Index: members' primary key.
    static func one(_ id: MemberID) -> SQL {
        "SELECT \(unescaped: MemberRow.columns) FROM members WHERE id = \(id)"
    }

    /// Index: members_by_area.
    ///
    /// A skill that few have makes the page walk over those who lack it, within the area.
    static func page(_ query: MemberQuery) -> SQL {
        var sql: SQL = """
            SELECT \(unescaped: MemberRow.columns) FROM members
            WHERE area >= \(query.area.text) AND area < \(query.area.text) || ':'
            """
        if let after = query.after { sql += " AND (area, id) > (\(after.area.text), \(after.id))" }
        if let skill = query.skill { sql += " AND skills @> ARRAY[\(skill.text)]" }
        return sql + " ORDER BY area, id LIMIT \(query.limit)"
    }

    /// Index: members_on_duty.
    static func overdue(endedBefore moment: Timestamp, limit: Int) -> SQL {
        "SELECT id FROM members WHERE duty_until <= \(moment) ORDER BY duty_until, id LIMIT \(limit)"
    }

    static func take(_ ids: [MemberID]) -> Statement {
        Statement(
            "INSERT INTO member_identifiers (id) SELECT unnest(\(ids))",
            rows: .exactly(ids.count))
    }

    static func insert(_ members: [StoredMember]) -> Statement {
        Statement(
            """
            INSERT INTO members (\(unescaped: MemberRow.writtenColumns))
            SELECT \(unescaped: MemberRow.writtenValues) FROM \(MemberRow.rows(members))
            """, rows: .exactly(members.count))
    }

    /// The rows are locked; the versions that were read are named all the same, so that a lost update is a fault.
    ///
    /// Index: members' primary key.
    ///
    /// - Parameter loaded: the versions that were decided on.
    static func update(_ members: [StoredMember], from loaded: [MemberID: Version]) -> Statement {
        Statement(
            """
            UPDATE members SET (\(unescaped: MemberRow.writtenColumns)) = (\(unescaped: MemberRow.writtenValues))
            FROM \(MemberRow.rows(members, from: loaded))
            WHERE members.id = new.id AND members.version = new.loaded
            """, rows: .exactly(members.count))
    }
}
