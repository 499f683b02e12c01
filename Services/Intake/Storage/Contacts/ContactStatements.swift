import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import Reliability

/// Grants, and what is written when a contact is shown.
enum ContactStatements {
    /// The latest one replaces the earlier: who handed the work on sees the contact no longer.
    ///
    /// Index: grants' primary key.
    static func grant(_ grants: [ContactGrant]) -> Statement {
        Statement(
            """
            INSERT INTO grants (request_id, area, member_id, work_order_id, granted_at)
            SELECT * FROM unnest(\(grants.map(\.request)), \(grants.map(\.area)), \(grants.map(\.member)),
                \(grants.map(\.workOrder)), \(grants.map(\.at)))
            ON CONFLICT (request_id) DO UPDATE SET area = excluded.area, member_id = excluded.member_id,
                work_order_id = excluded.work_order_id, granted_at = excluded.granted_at
            """, rows: .exactly(grants.count))
    }

    /// The contact for the member who has the grant.
    ///
    /// Index: three primary keys.
    static func granted(_ id: ServiceRequestID, to member: MemberID) -> SQL {
        """
        SELECT q.name, q.phone, q.address, r.ended_at FROM grants g
        JOIN requests r ON r.id = g.request_id JOIN requesters q ON q.request_id = g.request_id
        WHERE g.request_id = \(id) AND g.member_id = \(member)
        """
    }

    /// The contact for staff.
    ///
    /// Index: two primary keys.
    static func contact(_ id: ServiceRequestID) -> SQL {
        """
        SELECT q.name, q.phone, q.address, r.ended_at FROM requests r JOIN requesters q ON q.request_id = r.id
        WHERE r.id = \(id)
        """
    }

    static func log(_ access: ContactAccess, to id: ServiceRequestID) -> Statement {
        Statement(
            """
            INSERT INTO contact_reveals (request_id, actor, role, reason, at)
            VALUES (\(id), \(access.actor), \(access.role), \(access.reason), \(access.at))
            """, rows: .exactly(1))
    }
}
