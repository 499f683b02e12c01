import Wire

/// What a run came to, as a table and as `.minqing/demo-report.json`.
struct DemoReport: Sendable {
    let seed: UInt64
    let requested: Int
    let refusedByAPI: Int
    let reckoning: Reckoning
    /// Requests that no event told the end of.
    let open: Int
    /// Ends other than closing, with their counts.
    let otherEnds: [(name: String, count: Int)]
    let seconds: Double
    let toOffer: Latencies
    let toClose: Latencies
    let disturbances: [String]

    /// Nothing lost, repeated or out of order, the ledger balanced, and every request accounted for.
    var holds: Bool {
        reckoning.lost == 0 && reckoning.duplicated == 0 && reckoning.outOfOrder == 0 && reckoning.ledgerSum == 0
            && open == 0 && reckoning.waiting == 0 && reckoning.deadLetters == 0
            && reckoning.registered + refusedByAPI == requested
            && reckoning.closed + otherEnds.reduce(0) { $0 + $1.count } == reckoning.registered
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
            object.array("findings", reckoning.findings) { writer, text in writer.value(text) }
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
            ("requested", requested), ("refused_by_api", refusedByAPI), ("registered", reckoning.registered),
            ("dispatched", reckoning.dispatched), ("accepted", reckoning.accepted),
            ("verified", reckoning.verified), ("closed", reckoning.closed), ("rated", reckoning.rated),
            ("points_posted", reckoning.pointsPosted), ("events_published", reckoning.eventsPublished),
            ("events_applied", reckoning.eventsApplied), ("held", reckoning.waiting),
            ("dead_lettered", reckoning.deadLetters), ("open", open), ("lost", reckoning.lost),
            ("duplicated", reckoning.duplicated), ("out_of_order", reckoning.outOfOrder),
            ("ledger_sum", reckoning.ledgerSum),
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
