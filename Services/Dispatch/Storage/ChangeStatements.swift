import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import Postgres
import WorkingTime

/// The statements that write changes: one of each kind for all changes together.
enum ChangeStatements {
    static func write(_ changes: [Change]) -> [SQL] {
        let created = changes.filter { $0.before == nil }
        let told = changes.filter { $0.before != nil && !$0.events.isEmpty }
        // A look at the candidates that found nobody tells nothing, and is kept all the same.
        let looked = changes.filter {
            guard let before = $0.before, $0.events.isEmpty else { return false }
            return before.lastLook != $0.after.lastLook
        }
        var statements: [SQL] = []
        if !created.isEmpty { statements.append(insertOrders(created.map(\.after))) }
        if !told.isEmpty { statements.append(updateOrders(told)) }
        if !looked.isEmpty { statements.append(updateLooks(looked.map(\.after))) }
        let offers = changes.map { ($0.after, newOffers($0)) }.filter { !$0.1.isEmpty }
        if !offers.isEmpty { statements.append(insertOffers(offers)) }
        let closed = changes.flatMap(closedOffers)
        if !closed.isEmpty { statements.append(closeOffers(closed)) }
        let lines = changes.flatMap { ClockLine.added(before: $0.before, after: $0.after) }
        if !lines.isEmpty { statements.append(insertClockLines(lines)) }
        statements += timers(changes)
        let logged = changes.filter { !$0.events.isEmpty }
        if !logged.isEmpty { statements.append(insertLog(logged)) }
        return statements + CandidateStatements.effects(of: changes)
    }

    private static func newOffers(_ change: Change) -> [Offer] {
        Array(change.after.offers.dropFirst(change.before?.offers.count ?? 0))
    }

    private static func closedOffers(_ change: Change) -> [Offer] {
        guard let before = change.before else { return [] }
        return zip(before.offers, change.after.offers).filter { $0 != $1 }.map(\.1)
    }

    private static func insertOrders(_ orders: [WorkOrder]) -> SQL {
        """
        INSERT INTO work_orders (\(unescaped: WorkOrderRow.columns), light)
        SELECT n.id, n.request_id, n.round, n.category, n.urgency, n.area, n.skill, n.requires_certificate,
               n.difficulty, n.profession, n.limit_kind, n.limit_value, n.registered_at, n.issued_at,
               string_to_array(n.conflicted, ',')::uuid[], n.version, n.state, n.level, n.wave, n.waves_in_pass,
               n.considered, n.shortfall, n.holder, string_to_array(n.released, ',')::uuid[], n.waiting_since,
               n.result, n.quarter_hours, n.explanation, n.verifier, n.reworks, n.red_steps, n.light
        FROM unnest(\(orders.map(\.id)), \(orders.map(\.issue.request)), \(orders.map { Int32($0.issue.round) }),
                    \(orders.map(\.issue.category)), \(orders.map(\.issue.urgency.rawValue)),
                    \(orders.map(\.issue.area)), \(orders.map(\.issue.responsibility.skill)),
                    \(orders.map(\.issue.responsibility.requiresCertificate)),
                    \(orders.map { Int32($0.issue.responsibility.difficulty) }),
                    \(orders.map { Int32($0.issue.responsibility.profession) }),
                    \(orders.map(\.issue.responsibility.limit.kind)),
                    \(orders.map(\.issue.responsibility.limit.value)), \(orders.map(\.issue.registeredAt)),
                    \(orders.map(\.issue.issuedAt)), \(orders.map { list($0.issue.conflicted) }),
                    \(mutable(orders)))
             AS n (id, request_id, round, category, urgency, area, skill, requires_certificate, difficulty, profession,
                   limit_kind, limit_value, registered_at, issued_at, conflicted, \(unescaped: mutableColumns))
        """
    }

    /// The row is locked; its version is checked all the same.
    ///
    /// Index: work_orders' primary key.
    private static func updateOrders(_ changes: [Change]) -> SQL {
        let orders = changes.map(\.after)
        return """
            UPDATE work_orders AS w
            SET version = n.version, state = n.state, level = n.level, wave = n.wave,
                waves_in_pass = n.waves_in_pass, considered = n.considered, shortfall = n.shortfall,
                holder = n.holder, released = string_to_array(n.released, ',')::uuid[],
                waiting_since = n.waiting_since, result = n.result, quarter_hours = n.quarter_hours,
                explanation = n.explanation, verifier = n.verifier, reworks = n.reworks, red_steps = n.red_steps,
                light = n.light
            FROM unnest(\(orders.map(\.id)), \(changes.map { $0.before?.version }), \(mutable(orders)))
                 AS n (id, expected, \(unescaped: mutableColumns))
            WHERE w.id = n.id AND w.version = n.expected
            """
    }

    /// Index: work_orders' primary key.
    private static func updateLooks(_ orders: [WorkOrder]) -> SQL {
        """
        UPDATE work_orders AS w SET considered = n.considered, shortfall = n.shortfall
        FROM unnest(\(orders.map(\.id)), \(orders.map { Int32(clamping: $0.lastLook.considered) }),
                    \(orders.map { Shortfall.text($0.lastLook.shortfall) })) AS n (id, considered, shortfall)
        WHERE w.id = n.id
        """
    }

    private static let mutableColumns = """
        version, state, level, wave, waves_in_pass, considered, shortfall, holder, released, waiting_since, result, \
        quarter_hours, explanation, verifier, reworks, red_steps, light
        """

    private static func mutable(_ orders: [WorkOrder]) -> SQL {
        """
        \(orders.map(\.version)), \(orders.map(\.state.rawValue)), \(orders.map { Int32($0.level.rawValue) }),
        \(orders.map { Int32($0.wave) }), \(orders.map { Int32($0.wavesInPass) }),
        \(orders.map { Int32(clamping: $0.lastLook.considered) }),
        \(orders.map { Shortfall.text($0.lastLook.shortfall) }), \(orders.map(\.holder)),
        \(orders.map { list($0.released) }), \(orders.map(\.waitingSince)),
        \(orders.map(\.submission?.result.rawValue)), \(orders.map { $0.submission.map { Int32($0.quarterHours) } }),
        \(orders.map { $0.submission?.explanation }), \(orders.map(\.verifier)), \(orders.map { Int32($0.reworks) }),
        \(orders.map { Int32($0.redSteps) }), \(orders.map { Int32($0.light.rawValue) })
        """
    }

    /// An array of arrays cannot be sent, so the members travel as one text.
    private static func list(_ members: Set<MemberID>) -> String {
        members.sorted().map(\.description).joined(separator: ",")
    }

    private static func insertOffers(_ offers: [(order: WorkOrder, offers: [Offer])]) -> SQL {
        let orders = offers.flatMap { entry in entry.offers.map { _ in entry.order } }
        let all = offers.flatMap(\.offers)
        return """
            INSERT INTO offers (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load,
                                offered_at, expires_at, state, reason, closed_at)
            SELECT work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                   expires_at, state, reason, closed_at
            FROM unnest(\(orders.map(\.id)), \(orders.map(\.issue.area)), \(all.map(\.id)), \(all.map(\.member)),
                        \(all.map { Int32($0.wave) }), \(all.map { Int32($0.rank) }),
                        \(all.map { Int32($0.score.skill) }), \(all.map { Int32($0.score.nearness) }),
                        \(all.map { Int32($0.score.duty) }), \(all.map { Int32($0.score.history) }),
                        \(all.map { Int32($0.score.load) }), \(all.map(\.offeredAt)), \(all.map(\.expiresAt)),
                        \(all.map(\.state.rawValue)), \(all.map { $0.reason?.rawValue }), \(all.map(\.closedAt)))
                 AS n (work_order_id, area, id, member_id, wave, rank, skill, nearness, duty, history, load, offered_at,
                       expires_at, state, reason, closed_at)
            """
    }

    /// Index: offers' primary key.
    private static func closeOffers(_ offers: [Offer]) -> SQL {
        """
        UPDATE offers AS o SET state = n.state, reason = n.reason, closed_at = n.closed_at
        FROM unnest(\(offers.map(\.id)), \(offers.map(\.state.rawValue)), \(offers.map { $0.reason?.rawValue }),
                    \(offers.map(\.closedAt))) AS n (id, state, reason, closed_at)
        WHERE o.id = n.id
        """
    }

    private static func insertClockLines(_ lines: [ClockLine]) -> SQL {
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
        """
    }

    /// Every order that is not finished has a timer row, whether or not something is due.
    ///
    /// Index: timers' primary key.
    private static func timers(_ changes: [Change]) -> [SQL] {
        let finished = changes.filter { $0.after.state.isFinal }
        let open = changes.filter { !$0.after.state.isFinal }
        var statements: [SQL] = []
        if !finished.isEmpty {
            statements.append("DELETE FROM timers WHERE work_order_id = ANY(\(finished.map(\.after.id)))")
        }
        if !open.isEmpty {
            statements.append(
                """
                INSERT INTO timers (work_order_id, area, kind, due_at, version)
                SELECT work_order_id, area, kind, due_at, version
                FROM unnest(\(open.map(\.after.id)), \(open.map(\.after.issue.area)),
                            \(open.map { $0.nextDue?.kind.rawValue }), \(open.map { $0.nextDue?.at }),
                            \(open.map(\.after.version)))
                     AS n (work_order_id, area, kind, due_at, version)
                ON CONFLICT (work_order_id) DO UPDATE
                    SET kind = excluded.kind, due_at = excluded.due_at, version = excluded.version
                """)
        }
        return statements
    }

    private static func insertLog(_ changes: [Change]) -> SQL {
        """
        INSERT INTO work_order_log (work_order_id, area, at, actor, action, events, version)
        SELECT work_order_id, area, at, actor, action, string_to_array(events, ','), version
        FROM unnest(\(changes.map(\.after.id)), \(changes.map(\.after.issue.area)), \(changes.map(\.at)),
                    \(changes.map(\.actor)), \(changes.map(\.action.rawValue)),
                    \(changes.map { $0.drafts.map(\.type).joined(separator: ",") }), \(changes.map(\.after.version)))
             AS n (work_order_id, area, at, actor, action, events, version)
        """
    }
}
