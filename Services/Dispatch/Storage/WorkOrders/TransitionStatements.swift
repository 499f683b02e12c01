import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import Postgres
import Reliability
import UseCases
import WorkingTime

/// The statements that write changes: one of each kind for all changes together.
enum TransitionStatements {
    static func write(_ transitions: [Transition<WorkOrder>]) -> [Statement] {
        let created = transitions.filter { $0.before == nil }
        let changed = transitions.filter { $0.before != nil && $0.after.version != $0.before?.version }
        // A matching that found nobody changes no state, and its summary is kept all the same.
        let matched = transitions.filter { $0.before?.version == $0.after.version }
        var statements: [Statement] = []
        if !created.isEmpty { statements.append(insertOrders(created.map(\.after))) }
        if !changed.isEmpty { statements.append(updateOrders(changed)) }
        if !matched.isEmpty { statements.append(updateMatches(matched.map(\.after))) }
        let offers = transitions.map { ($0.after, newOffers($0)) }.filter { !$0.1.isEmpty }
        if !offers.isEmpty { statements.append(insertOffers(offers)) }
        let closed = transitions.flatMap(closedOffers)
        if !closed.isEmpty { statements.append(closeOffers(closed)) }
        let lines = transitions.flatMap { ClockLine.added(before: $0.before, after: $0.after) }
        if !lines.isEmpty { statements.append(insertClockLines(lines)) }
        let logged = created + changed
        if !logged.isEmpty { statements.append(insertLog(logged)) }
        return statements
    }

    private static func newOffers(_ transition: Transition<WorkOrder>) -> [Offer] {
        Array(transition.after.offers.dropFirst(transition.before?.offers.count ?? 0))
    }

    private static func closedOffers(_ transition: Transition<WorkOrder>) -> [Offer] {
        guard let before = transition.before else { return [] }
        return zip(before.offers, transition.after.offers).filter { $0 != $1 }.map(\.1)
    }

    private static func insertOrders(_ orders: [WorkOrder]) -> Statement {
        Statement(
            """
            INSERT INTO work_orders (\(unescaped: WorkOrderRow.columns), light)
            SELECT n.id, n.request_id, n.round, n.category, n.urgency, n.area, n.skill, n.requires_certificate,
                   n.difficulty, n.profession, n.limit_kind, n.limit_value, n.registered_at, n.issued_at,
                   string_to_array(n.conflicted, ',')::uuid[], n.version, n.state, n.level, n.wave, n.waves_in_pass,
                   n.considered, n.shortfall, n.holder, string_to_array(n.released, ',')::uuid[], n.waiting_since,
                   n.result, n.quarter_hours, n.explanation, n.verifier, n.reworks, n.red_steps, n.light
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.terms.request)), \(orders.map { Int32($0.terms.round) }),
                        \(orders.map(\.terms.category)), \(orders.map(\.terms.urgency.rawValue)),
                        \(orders.map(\.terms.area)), \(orders.map(\.terms.responsibility.skill)),
                        \(orders.map(\.terms.responsibility.requiresCertificate)),
                        \(orders.map { Int32($0.terms.responsibility.difficulty) }),
                        \(orders.map { Int32($0.terms.responsibility.profession) }),
                        \(orders.map(\.terms.responsibility.limit.kind)),
                        \(orders.map(\.terms.responsibility.limit.value)), \(orders.map(\.terms.registeredAt)),
                        \(orders.map(\.terms.issuedAt)), \(orders.map { list($0.terms.conflicted) }),
                        \(mutable(orders)))
                 AS n (id, request_id, round, category, urgency, area, skill, requires_certificate, difficulty, profession,
                       limit_kind, limit_value, registered_at, issued_at, conflicted, \(unescaped: mutableColumns))
            """, rows: .exactly(orders.count))
    }

    /// The rows are locked; the versions that were read are named all the same, so that a lost update is a fault.
    ///
    /// Index: work_orders' primary key.
    private static func updateOrders(_ transitions: [Transition<WorkOrder>]) -> Statement {
        let orders = transitions.map(\.after)
        return Statement(
            """
            UPDATE work_orders AS w
            SET version = n.version, state = n.state, level = n.level, wave = n.wave,
                waves_in_pass = n.waves_in_pass, considered = n.considered, shortfall = n.shortfall,
                holder = n.holder, released = string_to_array(n.released, ',')::uuid[],
                waiting_since = n.waiting_since, result = n.result, quarter_hours = n.quarter_hours,
                explanation = n.explanation, verifier = n.verifier, reworks = n.reworks, red_steps = n.red_steps,
                light = n.light
            FROM unnest(\(orders.map(\.id)), \(transitions.map { $0.before?.version }), \(mutable(orders)))
                 AS n (id, expected, \(unescaped: mutableColumns))
            WHERE w.id = n.id AND w.version = n.expected
            """, rows: .exactly(orders.count))
    }

    /// Index: work_orders' primary key.
    private static func updateMatches(_ orders: [WorkOrder]) -> Statement {
        Statement(
            """
            UPDATE work_orders AS w SET considered = n.considered, shortfall = n.shortfall
            FROM unnest(\(orders.map(\.id)), \(orders.map { Int32(clamping: $0.lastMatch.considered) }),
                        \(orders.map { Shortfall.text($0.lastMatch.shortfall) })) AS n (id, considered, shortfall)
            WHERE w.id = n.id
            """, rows: .exactly(orders.count))
    }

    private static let mutableColumns = """
        version, state, level, wave, waves_in_pass, considered, shortfall, holder, released, waiting_since, result, \
        quarter_hours, explanation, verifier, reworks, red_steps, light
        """

    private static func mutable(_ orders: [WorkOrder]) -> SQL {
        """
        \(orders.map(\.version)), \(orders.map(\.state.rawValue)), \(orders.map { Int32($0.level.rawValue) }),
        \(orders.map { Int32($0.wave) }), \(orders.map { Int32($0.wavesInPass) }),
        \(orders.map { Int32(clamping: $0.lastMatch.considered) }),
        \(orders.map { Shortfall.text($0.lastMatch.shortfall) }), \(orders.map(\.holder)),
        \(orders.map { list($0.released) }), \(orders.map(\.progress.waitingSince)),
        \(orders.map(\.progress.submission?.result.rawValue)), \(orders.map { $0.progress.submission.map { Int32($0.quarterHours) } }),
        \(orders.map { $0.progress.submission?.explanation }), \(orders.map(\.progress.verifier)), \(orders.map { Int32($0.reworks) }),
        \(orders.map { Int32($0.overdueEscalations) }), \(orders.map { Int32($0.light.rawValue) })
        """
    }

    /// An array of arrays cannot be sent, so the members travel as one text.
    private static func list(_ members: Set<MemberID>) -> String {
        members.sorted().map(\.description).joined(separator: ",")
    }

    private static func insertOffers(_ offers: [(order: WorkOrder, offers: [Offer])]) -> Statement {
        let orders = offers.flatMap { entry in entry.offers.map { _ in entry.order } }
        let all = offers.flatMap(\.offers)
        return Statement(
            """
            INSERT INTO offers (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load,
                                offered_at, expires_at, state, reason, closed_at)
            SELECT work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                   expires_at, state, reason, closed_at
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.terms.area)), \(all.map(\.id)), \(all.map(\.member)),
                        \(all.map { Int32($0.wave) }), \(all.map { Int32($0.rank) }),
                        \(all.map { Int32($0.score.skill) }), \(all.map { Int32($0.score.nearness) }),
                        \(all.map { Int32($0.score.duty) }), \(all.map { Int32($0.score.history) }),
                        \(all.map { Int32($0.score.load) }), \(all.map(\.offeredAt)), \(all.map(\.expiresAt)),
                        \(all.map(\.state.rawValue)), \(all.map { $0.reason?.rawValue }), \(all.map(\.closedAt)))
                 AS n (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                       expires_at, state, reason, closed_at)
            """, rows: .exactly(all.count))
    }

    /// Index: offers' primary key.
    private static func closeOffers(_ offers: [Offer]) -> Statement {
        Statement(
            """
            UPDATE offers AS o SET state = n.state, reason = n.reason, closed_at = n.closed_at
            FROM unnest(\(offers.map(\.id)), \(offers.map(\.state.rawValue)), \(offers.map { $0.reason?.rawValue }),
                        \(offers.map(\.closedAt))) AS n (id, state, reason, closed_at)
            WHERE o.id = n.id
            """, rows: .exactly(offers.count))
    }

    private static func insertClockLines(_ lines: [ClockLine]) -> Statement {
        Statement(
            """
            INSERT INTO clock_entries (work_order_id, area, clock, number, seq, action, at, policy, limit_kind, limit_value,
                                       yellow_at, red_at)
            SELECT work_order_id, area, clock, number, seq, action, at, policy, limit_kind, limit_value, yellow_at, red_at
            FROM unnest(\(lines.map(\.order)), \(lines.map(\.area)), \(lines.map(\.clock.rawValue)),
                        \(lines.map { Int32($0.number) }), \(lines.map { Int32($0.seq) }), \(lines.map(\.action)),
                        \(lines.map(\.at)), \(lines.map(\.policy)), \(lines.map(\.limitKind)), \(lines.map(\.limitValue)),
                        \(lines.map(\.yellowAt)), \(lines.map(\.redAt)))
                 AS n (work_order_id, area, clock, number, seq, action, at, policy, limit_kind, limit_value, yellow_at,
                       red_at)
            """, rows: .exactly(lines.count))
    }

    private static func insertLog(_ transitions: [Transition<WorkOrder>]) -> Statement {
        Statement(
            """
            INSERT INTO work_order_log (work_order_id, area, at, actor, action, events, version)
            SELECT work_order_id, area, at, actor, action, string_to_array(events, ','), version
            FROM unnest(\(transitions.map(\.after.id)), \(transitions.map(\.after.terms.area)), \(transitions.map(\.at)),
                        \(transitions.map(\.actor)), \(transitions.map(\.action)),
                        \(transitions.map { $0.drafts.map(\.type).joined(separator: ",") }), \(transitions.map(\.after.version)))
                 AS n (work_order_id, area, at, actor, action, events, version)
            """, rows: .exactly(transitions.count))
    }
}
