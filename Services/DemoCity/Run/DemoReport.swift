import Wire

/// The result of a run, as a table and as `.minqing/demo-report.json`.
struct DemoReport: Sendable {
    let seed: UInt64
    let requested: Int
    let refusedByAPI: Int
    let consistency: ConsistencyReport
    /// Requests whose end no event has reported.
    let open: Int
    /// Ends other than closing, with their counts.
    let otherEnds: [(name: String, count: Int)]
    let seconds: Double
    let toOffer: Latencies
    let toClose: Latencies
    let disturbances: [String]

    /// Nothing lost, repeated or out of order, the ledger balanced, and every request accounted for.
    var holds: Bool {
        consistency.lost == 0 && consistency.duplicated == 0 && consistency.outOfOrder == 0
            && consistency.ledgerSum == 0
            && open == 0 && consistency.waiting == 0 && consistency.deadLetters == 0
            && consistency.registered + refusedByAPI == requested
            && consistency.closed + otherEnds.reduce(0) { $0 + $1.count } == consistency.registered
    }

    var json: String {
        var writer = JSONWriter(reserving: 2048)
        writer.object { object in
            object.field("seed", Int64(bitPattern: seed))
            for (name, count) in counts { object.field(name, count) }
            object.object("other_ends") { ends in
                for end in otherEnds { ends.field(end.name, end.count) }
            }
            object.field("seconds", (seconds * 10).rounded() / 10)
            object.object("latency_ms") { latency in
                latency.object("registered_to_offered") { Self.write(toOffer, to: &$0) }
                latency.object("registered_to_closed") { Self.write(toClose, to: &$0) }
            }
            object.array("disturbances", disturbances) { writer, text in writer.value(text) }
            object.array("findings", consistency.findings) { writer, text in writer.value(text) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    var table: String {
        let ends = otherEnds.map { ($0.name, "\($0.count)") }
        let latency = [
            ("registered → offered, p50 / p99", Self.text(toOffer)),
            ("registered → closed, p50 / p99", Self.text(toClose)),
        ]
        let rows =
            counts.map { ($0.name, "\($0.count)") } + ends + [("seconds", "\((seconds * 10).rounded() / 10)")] + latency
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            "  " + name + String(repeating: " ", count: width - name.count + 2) + value
        }.joined(separator: "\n")
    }

    private var counts: [(name: String, count: Int)] {
        [
            ("requested", requested), ("refused_by_api", refusedByAPI), ("registered", consistency.registered),
            ("dispatched", consistency.dispatched), ("accepted", consistency.accepted),
            ("verified", consistency.verified), ("closed", consistency.closed), ("rated", consistency.rated),
            ("points_posted", consistency.pointsPosted), ("events_published", consistency.eventsPublished),
            ("events_applied", consistency.eventsApplied), ("held", consistency.waiting),
            ("dead_lettered", consistency.deadLetters), ("open", open), ("lost", consistency.lost),
            ("duplicated", consistency.duplicated), ("out_of_order", consistency.outOfOrder),
            ("ledger_sum", consistency.ledgerSum),
        ]
    }

    private static func write(_ latencies: Latencies, to writer: inout ObjectWriter) {
        writer.field("p50", latencies.percentile(0.5))
        writer.field("p99", latencies.percentile(0.99))
    }

    private static func text(_ latencies: Latencies) -> String {
        guard let half = latencies.percentile(0.5), let most = latencies.percentile(0.99) else { return "–" }
        return "\(half) ms / \(most) ms"
    }
}
