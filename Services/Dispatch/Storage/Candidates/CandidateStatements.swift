import City
import DispatchApplication
import DispatchDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// The statements on the projection of members.
enum CandidateStatements {
    static let columns = """
        member_id, area, is_checked_in, skills, availability, duty_area, duty_started_at, duty_ends_at, \
        night_duty_ended_at, open_orders, offers_taken, offers_counted, last_offered_at, revision
        """

    static func candidate(_ row: Row) throws -> Candidate {
        var duty: Duty?
        if let area = try row.decode(AreaCode?.self, at: 5), let start = try row.decode(Timestamp?.self, at: 6),
            let end = try row.decode(Timestamp?.self, at: 7)
        {
            duty = Duty(area: area, startedAt: start, endsAt: end)
        }
        return Candidate(
            id: try row.decode(at: 0), area: try row.decode(at: 1), isCheckedIn: try row.decode(at: 2),
            skills: try row.decode(at: 3), availability: try row.code(at: 4), duty: duty,
            nightDutyEndedAt: try row.decode(at: 8), openOrders: try row.int(at: 9), offersTaken: try row.int(at: 10),
            offersCounted: try row.int(at: 11), lastOfferedAt: try row.decode(at: 12),
            revision: try row.decode(at: 13))
    }

    /// Index: candidates' primary key; in id order, so that two writers never wait for each other.
    static func lock(_ members: [MemberID]) -> SQL {
        """
        SELECT \(unescaped: columns) FROM candidates WHERE member_id = ANY(\(members)) ORDER BY member_id FOR UPDATE
        """
    }

    /// What the registry published; the counters are not among it.
    ///
    /// Index: candidates' primary key.
    static func write(_ candidates: [Candidate]) -> Statement {
        Statement(
            """
            INSERT INTO candidates AS c (member_id, area, is_checked_in, skills, availability, duty_area, duty_started_at,
                                         duty_ends_at, night_duty_ended_at)
            SELECT member_id, area, is_checked_in, string_to_array(skills, \(separator)), availability, duty_area,
                   duty_started_at, duty_ends_at, night_duty_ended_at
            FROM unnest(\(candidates.map(\.id)), \(candidates.map(\.area)), \(candidates.map(\.isCheckedIn)),
                        \(candidates.map { $0.skills.joined(separator: separator) }),
                        \(candidates.map(\.availability.rawValue)), \(candidates.map { $0.duty?.area }),
                        \(candidates.map { $0.duty?.startedAt }), \(candidates.map { $0.duty?.endsAt }),
                        \(candidates.map(\.nightDutyEndedAt)))
                 AS n (member_id, area, is_checked_in, skills, availability, duty_area, duty_started_at, duty_ends_at,
                       night_duty_ended_at)
            ON CONFLICT (member_id) DO UPDATE
                SET area = excluded.area, is_checked_in = excluded.is_checked_in, skills = excluded.skills,
                    availability = excluded.availability, duty_area = excluded.duty_area,
                    duty_started_at = excluded.duty_started_at, duty_ends_at = excluded.duty_ends_at,
                    night_duty_ended_at = excluded.night_duty_ended_at, revision = c.revision + 1,
                    changed = pg_current_xact_id()
            """, rows: .exactly(candidates.count))
    }

    /// An array of arrays cannot be sent, so the skills travel as one text.
    ///
    /// Source: ASCII 31, the unit separator.
    private static let separator = "\u{1F}"

    /// What changes of orders do to members' counters.
    ///
    /// Index: candidates' primary key.
    ///
    /// The moment of the last offer is a tie-break and no more: where a row is locked by another, it is left out rather
    /// than waited for, and it wakes no other process's copy.
    static func effects(of transitions: [Transition<WorkOrder>]) -> [Statement] {
        var effects: [MemberID: CandidateEffect] = [:]
        for transition in transitions {
            for (member, effect) in CandidateEffect.between(transition.before, transition.after) {
                effects[member, default: CandidateEffect()].add(effect)
            }
        }
        let freed = effects.values.reduce(0) { $0 + max(0, $1.freed) }
        let counted = effects.filter { !$0.value.isOnlyOffer }.sorted { $0.key < $1.key }
        let offered = effects.filter { $0.value.isOnlyOffer && $0.value.offeredAt != nil }.sorted { $0.key < $1.key }
        var statements: [Statement] = []
        if !counted.isEmpty {
            let members = counted.map(\.key)
            // A holder whom the registry has not published here yet has no counters.
            statements.append(
                Statement(
                    "SELECT 1 FROM candidates WHERE member_id = ANY(\(members)) ORDER BY member_id FOR UPDATE",
                    rows: .atMost(members.count)))
            statements.append(
                Statement(
                    """
                    UPDATE candidates AS c
                    SET open_orders = greatest(0, c.open_orders + n.open_orders), offers_taken = c.offers_taken + n.taken,
                        offers_counted = c.offers_counted + n.counted,
                        last_offered_at = greatest(c.last_offered_at, n.offered_at), revision = c.revision + 1,
                        changed = pg_current_xact_id()
                    FROM unnest(\(members), \(counted.map { Int32($0.value.openOrders) }),
                                \(counted.map { Int32($0.value.taken) }), \(counted.map { Int32($0.value.counted) }),
                                \(counted.map(\.value.offeredAt))) AS n (member_id, open_orders, taken, counted, offered_at)
                    WHERE c.member_id = n.member_id
                    """, rows: .atMost(members.count)))
        }
        if !offered.isEmpty {
            statements.append(
                Statement(
                    """
                    UPDATE candidates AS c SET last_offered_at = greatest(c.last_offered_at, n.offered_at)
                    FROM unnest(\(offered.map(\.key)), \(offered.map(\.value.offeredAt))) AS n (member_id, offered_at)
                    WHERE c.member_id = n.member_id AND c.member_id IN (
                        SELECT member_id FROM candidates WHERE member_id = ANY(\(offered.map(\.key)))
                        ORDER BY member_id FOR UPDATE SKIP LOCKED)
                    """, rows: .any))
        }
        // As many as members became free for: more would find nobody and be in each other's way.
        if freed > 0, let at = transitions.map(\.at).max() {
            let streets = Set(transitions.compactMap { $0.after.terms.area.ancestor(at: .street) }).sorted()
            statements.append(wakeUnassigned(streets: streets, limit: min(freed, 1_000), at: at))
        }
        return statements
    }

    /// Makes the timers of unassigned orders due, on whose street a member may have become free.
    ///
    /// Index: timers_waiting. A timer that is locked is being worked out at the moment, with a later snapshot.
    /// - Parameter limit: how many orders of a street at most, the oldest first.
    static func wakeUnassigned(streets: [AreaCode], limit: Int = 1_000, at now: Timestamp) -> Statement {
        Statement(
            """
            UPDATE timers SET due_at = least(due_at, \(now)) WHERE work_order_id IN (
                SELECT waiting.work_order_id FROM unnest(\(streets.map(\.text))) AS s (street) CROSS JOIN LATERAL (
                    SELECT work_order_id FROM timers WHERE waiting_street = s.street
                    ORDER BY work_order_id LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED) AS waiting)
            """, rows: .any)
    }

    static func write(centres: [(key: AreaCode, value: GeoPoint)]) -> Statement {
        Statement(
            """
            INSERT INTO areas (area, latitude, longitude)
            SELECT area, latitude, longitude
            FROM unnest(\(centres.map(\.key)), \(centres.map(\.value.latitude)), \(centres.map(\.value.longitude)))
                 AS n (area, latitude, longitude)
            ON CONFLICT (area) DO UPDATE
                SET latitude = excluded.latitude, longitude = excluded.longitude, changed = pg_current_xact_id()
            """, rows: .exactly(centres.count))
    }
}
