import Kernel
import Postgres
import Testing

@Suite("Plans behind the row-level policies")
struct PlanTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let query: String
        let index: String
        var testDescription: String { index }

        init(_ index: String, _ query: String) {
            self.index = index
            self.query = query
        }
    }

    static let someone = "'019a0000-0000-7000-8000-000000000001'::uuid"
    static let cases: [Case] = [
        Case("work_orders_pkey", "SELECT state FROM work_orders WHERE id = \(someone)"),
        Case(
            "work_orders_request_id_round_key",
            "SELECT state FROM work_orders WHERE request_id = ANY(ARRAY[\(someone)])"),
        Case(
            "work_orders_latest",
            """
            SELECT id FROM work_orders WHERE (issued_at, id) < (now(), \(someone))
            ORDER BY issued_at DESC, id DESC LIMIT 50
            """),
        Case(
            "work_orders_by_state",
            "SELECT id FROM work_orders WHERE state = 'offering' ORDER BY issued_at DESC, id DESC LIMIT 50"),
        Case(
            "work_orders_by_light",
            "SELECT id FROM work_orders WHERE light = 2 ORDER BY issued_at DESC, id DESC LIMIT 50"),
        Case(
            "work_orders_in_hand",
            """
            SELECT id FROM work_orders
            WHERE holder = \(someone) AND state IN ('accepted', 'working', 'submitted', 'rework')
            ORDER BY issued_at DESC, id DESC LIMIT 200
            """),
        Case(
            "work_orders_unassigned",
            "SELECT id FROM work_orders WHERE state = 'unassigned' AND street = ANY(ARRAY['330402001'])"),
        Case(
            "offers_of_order",
            "SELECT id FROM offers WHERE work_order_id = \(someone) ORDER BY work_order_id, wave, rank"),
        Case(
            "offers_open",
            "SELECT id FROM offers WHERE member_id = \(someone) AND state = 'open' AND expires_at > now()"),
        Case("timers_due", "SELECT work_order_id FROM timers WHERE due_at <= now() ORDER BY due_at LIMIT 100"),
        Case("clock_entries_pkey", "SELECT clock FROM clock_entries WHERE work_order_id = \(someone)"),
        Case("candidates_changed", "SELECT member_id FROM candidates WHERE changed >= '5'::xid8"),
    ]

    @Test("a query finds its rows by its index", arguments: cases)
    func plan(_ example: Case) async throws {
        try await Station.with { station in
            let plan = try await station.pool.withTransaction(
                TransactionOptions(settings: [
                    ("minqing.area", "3304"), ("enable_seqscan", "off"), ("enable_bitmapscan", "off"),
                    ("enable_sort", "off"),
                    ("enable_sort", "off"),
                ])
            ) { transaction in
                try await transaction.query(SQL(unescaped: "EXPLAIN " + example.query)).map {
                    try $0.decode(String.self, at: 0)
                }
            }
            let text = plan.joined(separator: "\n")
            #expect(text.contains("using \(example.index)"), "\(text)")
            #expect(text.contains("Index Cond") || example.query.contains("ORDER BY"), "\(text)")
        }
    }
}
