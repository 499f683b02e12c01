import Testing
import Wire

@testable import DemoCity

@Suite("The demo's report")
struct DemoReportTests {
    private func report(_ change: (inout ConsistencyReport) -> Void = { _ in }) -> DemoReport {
        var consistency = ConsistencyReport()
        (consistency.registered, consistency.closed) = (9, 8)
        change(&consistency)
        return DemoReport(
            seed: 42, requested: 10, refusedByAPI: 1, consistency: consistency, open: 0,
            otherEnds: [("refused", 1)], seconds: 1.25, toOffer: Latencies([.milliseconds(5)]), toClose: Latencies([]),
            disturbances: ["SIGKILL intake"])
    }

    @Test("it is one line of JSON with these keys, on which scripts rely")
    func keys() throws {
        let json = report().json
        #expect(!json.contains("\n"))
        let object = try WireObject(parsing: Array(json.utf8))
        #expect(
            object.members.keys == [
                "seed", "requested", "refused_by_api", "registered", "dispatched", "accepted", "verified", "closed",
                "rated", "points_posted", "events_published", "events_applied", "held", "dead_lettered", "open", "lost",
                "duplicated", "out_of_order", "ledger_sum", "other_ends", "seconds", "latency_ms", "disturbances",
                "findings",
            ])
    }

    @Test("it holds when nothing is lost, repeated or left over")
    func holds() {
        #expect(report().holds)
        #expect(!report { $0.note(1, "requests are lost", lost: true) }.holds)
        #expect(!report { $0.note(1, "requests are twice there", lost: false) }.holds)
        #expect(!report { $0.outOfOrder = 1 }.holds)
        #expect(!report { $0.ledgerSum = 1 }.holds)
        #expect(!report { $0.waiting = 1 }.holds)
        #expect(!report { $0.deadLetters = 1 }.holds)
        #expect(!report { $0.registered = 8 }.holds)
    }
}
