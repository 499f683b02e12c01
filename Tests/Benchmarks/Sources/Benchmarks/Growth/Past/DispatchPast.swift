import Kernel
import Postgres

/// What a closed case leaves in the schema `dispatch`; its timer is gone.
enum DispatchPast {
    static let tables: [PastTable] = [orders, offers, clocks, log, versions]

    private static let orders = PastTable(
        """
        dispatch.work_orders (id, request_id, round, category, urgency, area, requires_certificate, difficulty,
            profession, limit_kind, limit_value, registered_at, issued_at, conflicted, version, state, level, wave,
            waves_in_pass, considered, shortfall, holder, released, result, quarter_hours, verifier, reworks, red_steps,
            light)
        """
    ) { past, row, _ in
        row.append(past.workOrder)
        row.append(past.id)
        row.append(Int32(1))
        row.append(past.category)
        row.append("general")
        row.append(past.area)
        row.append(false)
        row.append(Int32(10))
        row.append(Int32(10))
        row.append("working_days")
        row.append(Int32(5))
        row.append(past.registeredAt)
        row.append(past.registeredAt)
        row.append([MemberID]())
        row.append(PastCase.orderVersions)
        row.append("verified")
        row.append(Int32(0))
        row.append(Int32(1))
        row.append(Int32(1))
        row.append(Int32(30))
        row.append("load_cap:2")
        row.append(past.members[0])
        row.append([MemberID]())
        row.append("solved")
        row.append(past.quarterHours)
        row.append(past.members[1])
        row.append(Int32(0))
        row.append(Int32(0))
        row.append(past.light)
    }

    private static let offers = PastTable(
        """
        dispatch.offers (id, work_order_id, member_id, area, wave, rank, skill, nearness, duty, history, load,
            offered_at, expires_at, state, closed_at)
        """, rows: .always(3)
    ) { past, row, rank in
        row.append(OfferID.derived(from: "offer:1:\(past.members[rank])", in: past.workOrder))
        row.append(past.workOrder)
        row.append(past.members[rank])
        row.append(past.area)
        row.append(Int32(1))
        row.append(Int32(rank + 1))
        for part: Int32 in [350, 240, 0, 120, 80] { row.append(part) }
        row.append(past.registeredAt)
        row.append(past.after(5))
        row.append(rank == 0 ? "accepted" : "void")
        row.append(past.after(2))
    }

    /// Clock, first and last minute.
    private static let spans: [(clock: String, from: Int64, to: Int64)] = [
        ("sign_in", 0, 2), ("arrival", 2, 15), ("resolution", 0, 120),
    ]

    /// A start and a stop of each clock.
    private static let clocks = PastTable(
        """
        dispatch.clock_entries (work_order_id, area, clock, number, seq, action, at, policy, limit_kind, limit_value,
            yellow_at, red_at)
        """, rows: .always(6)
    ) { past, row, line in
        let span = spans[line / 2]
        let isStart = line % 2 == 0
        row.append(past.workOrder)
        row.append(past.area)
        row.append(span.clock)
        row.append(Int32(1))
        row.append(Int32(line % 2 + 1))
        row.append(isStart ? "start" : "stop")
        row.append(past.after(isStart ? span.from : span.to))
        row.append(isStart ? "2026-1" : String?.none)
        row.append(isStart ? "working_ms" : String?.none)
        row.append(isStart ? Int64(1_800_000) : Int64?.none)
        row.append(isStart ? past.after(240) : Timestamp?.none)
        row.append(isStart ? past.after(300) : Timestamp?.none)
    }

    /// What was done, and the events that it published.
    private static let actions: [(action: String, events: [String], minutes: Int64, version: Int64)] = [
        ("issue", ["dispatch.workorder.issued", "dispatch.workorder.offered"], 0, 2),
        ("accept", ["dispatch.workorder.accepted"], 2, 3), ("arrive", ["dispatch.workorder.arrived"], 15, 4),
        ("submit", ["dispatch.workorder.submitted"], 100, 5), ("verify", ["dispatch.workorder.verified"], 120, 6),
    ]

    private static let log = PastTable(
        "dispatch.work_order_log (work_order_id, area, at, actor, action, events, version)",
        rows: .always(actions.count)
    ) { past, row, number in
        let done = actions[number]
        row.append(past.workOrder)
        row.append(past.area)
        row.append(past.after(done.minutes))
        row.append(number == 0 ? MemberID?.none : past.members[0])
        row.append(done.action)
        row.append(done.events)
        row.append(done.version)
    }

    private static let versions = PastTable("dispatch.inbox_versions (aggregate_id, version)") { past, row, _ in
        row.append(past.id)
        row.append(PastCase.requestVersions)
    }
}
