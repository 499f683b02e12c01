import Kernel
import Postgres

/// What a closed case leaves in the schema `intake`.
///
/// Lengths of the sealed columns: 29 bytes more than the text, as AES-GCM with version and nonce makes them.
enum IntakePast {
    static let tables: [PastTable] = [requests, requesters, texts, grants, log, versions]

    private static let requests = PastTable(
        """
        intake.requests (id, number, area, channel, category, urgency, located, state, round, work_order_id, attempts,
            leader_case, callback, stars, registered_at, since, ended_at, tracking_hash, version)
        """
    ) { past, row, _ in
        row.append(past.id)
        row.append(past.number)
        row.append(past.area)
        row.append("phone")
        row.append(past.category)
        row.append("general")
        row.append(true)
        row.append("closed")
        row.append(Int32(1))
        row.append(past.workOrder)
        row.append(Int32(1))
        row.append(false)
        row.append("satisfied")
        row.append(past.stars)
        row.append(past.registeredAt)
        row.append(past.endedAt)
        row.append(past.endedAt)
        row.append(past.bytes(16, 1))
        row.append(past.stars == nil ? PastCase.requestVersions - 1 : PastCase.requestVersions)
    }

    private static let requesters = PastTable(
        "intake.requesters (request_id, area, name, phone, address, phone_index, last_four_index)"
    ) { past, row, _ in
        row.append(past.id)
        row.append(past.area)
        row.append(past.bytes(38, 2))
        row.append(past.bytes(43, 3))
        row.append(past.bytes(45, 4))
        row.append(past.bytes(16, 5))
        row.append(past.bytes(4, 6))
    }

    private static let texts = PastTable("intake.texts (request_id, area, title, body)") { past, row, _ in
        row.append(past.id)
        row.append(past.area)
        row.append(past.bytes(50, 7))
        row.append(past.bytes(150, 8))
    }

    private static let grants = PastTable(
        "intake.grants (request_id, area, member_id, work_order_id, granted_at)"
    ) { past, row, _ in
        row.append(past.id)
        row.append(past.area)
        row.append(past.members[0])
        row.append(past.workOrder)
        row.append(past.after(10))
    }

    private static let log = PastTable.journal(
        of: "intake", events: PastCase.requestEvents,
        rows: .rated(PastCase.requestEvents.count, unrated: PastCase.requestEvents.count - 1),
        aggregate: { $0.id.retagged() })

    private static let versions = PastTable("intake.inbox_versions (aggregate_id, version)") { past, row, _ in
        row.append(past.workOrder)
        row.append(PastCase.orderVersions)
    }
}
