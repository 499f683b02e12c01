import City
import Kernel
import Postgres

/// What a closed case leaves in the schema `dispatch`; its timer is gone.
enum DispatchPast {
    static let tables: [PastTable] = [orders, offers, log, versions]

    private static let orders = PastTable(
        """
        dispatch.work_orders (id, request_id, round, category, urgency, area, issued_at, version, state, level, holder,
            light, document)
        """
    ) { past, row, _ in
        row.append(past.workOrder)
        row.append(past.id)
        row.append(Int32(1))
        row.append(past.category)
        row.append("general")
        row.append(past.area)
        row.append(past.registeredAt)
        row.append(PastCase.orderVersions)
        row.append("verified")
        row.append(Int32(0))
        row.append(past.members[0])
        row.append(past.light)
        row.append(document(of: past))
    }

    /// What the next decision would need; as long as that of a verified order.
    private static func document(of past: PastCase) -> String {
        let clocks = spans.map { span in
            """
            {"kind":"\(span.clock)","number":1,"yellow_at":"\(past.after(240))","red_at":"\(past.after(300))",\
            "entries":[{"action":"start","at":"\(past.after(span.from))","policy":"2026-1","limit":"30min"},\
            {"action":"stop","at":"\(past.after(span.to))"}],"lights":[]}
            """
        }
        return """
            {"certificate":false,"difficulty":10,"profession":10,"limit":"5wd","registered_at":"\(past.registeredAt)",\
            "conflicted":[],"submission":{"result":"solved","quarter_hours":\(past.quarterHours)},\
            "verifier":"\(past.members[1])","wave":1,"waves_in_pass":1,\
            "match":{"considered":30,"shortfall":[{"gate":"load_cap","count":2}]},"released":[],"reworks":0,\
            "red_steps":0,"clocks":[\(clocks.joined(separator: ","))]}
            """
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

    private static let log = PastTable.journal(
        of: "dispatch", events: PastCase.orderEvents, rows: .always(PastCase.orderEvents.count),
        aggregate: { $0.workOrder.retagged() })

    private static let versions = PastTable("dispatch.inbox_versions (aggregate_id, version)") { past, row, _ in
        row.append(past.id)
        row.append(PastCase.requestVersions)
    }
}
