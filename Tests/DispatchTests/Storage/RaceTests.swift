import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import IntakeContract
import Kernel
import Messaging
import Postgres
import RegistryContract
import ServiceTestSupport
import TestSupport
import Testing
import Wire

@Suite("Races, on PostgreSQL")
struct RaceTests {
    @Test("commands that come together share a transaction; a refusal and a locked order undo nothing of the others")
    func shared() async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            try await harness.enrol(1...9)
            var orders: [WorkOrderID] = []
            for request in 1...6 as ClosedRange<UInt64> { orders.append(try await harness.accept(request: request)) }
            var offers: [Offer] = []
            for order in orders { offers.append(try #require(try await harness.stored(order)?.openOffers.first)) }
            let accepted: SQL = "FROM dispatch.journal WHERE type = 'dispatch.workorder.accepted'"
            try await withLocked([orders[5]], harness) { last in
                try await withLocked([orders[0], orders[1]], harness) { lock in
                    // Both transactions of the store wait for the first two orders.
                    try await withThrowingTaskGroup(of: Result<WorkOrder, any Error>.self) { group in
                        for (index, offer) in offers.enumerated() {
                            let (order, member) = (orders[index], index == 3 ? id(9) : offer.member)
                            group.addTask {
                                do {
                                    return .success(
                                        try await harness.perform(
                                            .accept(offer.id, by: member), on: .order(order)))
                                } catch { return .failure(error) }
                            }
                            if index == 1 { try await eventually { try await waiting(on: lock) == 2 } }
                            if index > 1 { try await eventually { await harness.store.waitingChanges == index - 1 } }
                        }
                        try await lock.script("COMMIT")
                        try await eventually { try await harness.value("SELECT count(*) \(accepted)") == Int64(4) }
                        // The last one has waited by itself, in nobody's way.
                        try await last.script("COMMIT")
                        var failures = 0
                        for try await result in group {
                            if case .failure(let error) = result {
                                failures += 1
                                #expect(error is WorkOrderRejection)
                            }
                        }
                        #expect(failures == 1, "an offer is its member's")
                    }
                }
            }
            #expect(try await harness.value("SELECT count(*) \(accepted)") == Int64(5))
            let together: Int64 = try await harness.value(
                "SELECT count(DISTINCT xid::text) \(accepted) AND aggregate_id = ANY(\([orders[2], orders[4]]))")
            #expect(together == 1)
        }
    }

    /// Lends a connection whose transaction has the orders locked.
    private func withLocked(
        _ orders: [WorkOrderID], _ harness: DispatchHarness, _ body: (PostgresConnection) async throws -> Void
    ) async throws {
        try await PostgresConnection.withConnection(harness.administrator) { connection in
            try await connection.script("BEGIN")
            try await connection.query("SELECT FROM dispatch.work_orders WHERE id = ANY(\(orders)) FOR UPDATE")
            try await body(connection)
        }
    }

    /// How many sessions wait for a lock.
    private func waiting(on connection: PostgresConnection) async throws -> Int64 {
        try await connection.query(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).only(Int64.self)
    }

    @Test("fifty members accept at once, through two processes: exactly one has it")
    func fifty() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...50)
            let order = try await harness.accept(request: 1, urgency: .emergency)
            let offers = try #require(try await harness.stored(order)).openOffers
            #expect(offers.count == 31)
            let twin = harness.twin()
            // Each of the 31 asks, and 19 of them twice: fifty requests in all.
            let asked = (0..<50).map { offers[$0 % offers.count] }
            let answers = await withTaskGroup(of: (MemberID, Result<WorkOrder, WorkOrderRejection>).self) { group in
                for (index, offer) in asked.enumerated() {
                    let side = index.isMultiple(of: 2) ? harness : twin
                    group.addTask {
                        do {
                            let taken = try await side.perform(
                                .accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member))
                            return (offer.member, .success(taken))
                        } catch let rejection as WorkOrderRejection {
                            return (offer.member, .failure(rejection))
                        } catch {
                            Issue.record("\(error)")
                            return (offer.member, .failure(.noSuchOffer))
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = Set(answers.filter { if case .success = $0.1 { true } else { false } }.map(\.0))
            #expect(winners.count == 1)
            for (member, answer) in answers where !winners.contains(member) {
                guard case .failure(let rejection) = answer else { continue }
                #expect(rejection == .takenByAnother)
            }
            #expect(try await harness.published(order) == ["issued", "offered", "accepted"])
            #expect(
                try await harness.value("SELECT count(*) FROM dispatch.offers WHERE state = 'accepted'") == Int64(1))
            #expect(try await harness.value("SELECT sum(open_orders) FROM dispatch.candidates") == Int64(1))
            #expect(
                try await harness.value(
                    "SELECT member_id = holder FROM dispatch.offers o JOIN dispatch.work_orders w ON w.id = o.work_order_id WHERE o.state = 'accepted'"
                ) == true)
        }
    }

    @Test("two timer loops side by side publish each event once")
    func timers() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...80)
            for request in 1...60 as ClosedRange<UInt64> { try await harness.accept(request: request) }
            let twin = harness.twin()
            for minute in [5, 15, 30, 60] {
                harness.clock.move(to: wednesdayNine + minutes(minute))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for side in [harness, twin, harness, twin] {
                        group.addTask { while try await side.passTime.fire(limit: 7) > 0 {} }
                    }
                    try await group.waitForAll()
                }
            }
            // One expiry per wave, one turn per light, no matter which process fired it.
            #expect(
                try await harness.value(
                    """
                    SELECT count(*) FROM (
                        SELECT 1 FROM dispatch.journal WHERE type LIKE '%offers_expired' OR type LIKE '%light_changed'
                        GROUP BY aggregate_id, type, body HAVING count(*) > 1) AS twice
                    """) == Int64(0))
            #expect(
                try await harness.value(
                    """
                    SELECT count(*) FROM dispatch.journal WHERE type = 'dispatch.workorder.offers_expired'
                    AND convert_from(body, 'UTF8')::jsonb->>'wave' = '1'
                    """) == Int64(60))
            #expect(
                try await harness.value(
                    "SELECT count(*) FROM dispatch.timers WHERE due_at <= \(harness.clock.now())") == Int64(0))
            // Versions are gapless: nothing was published twice and nothing lost.
            #expect(
                try await harness.value(
                    """
                    SELECT count(*) FROM (
                        SELECT aggregate_id FROM dispatch.journal GROUP BY aggregate_id
                        HAVING count(*) <> max(aggregate_version)) AS gaps
                    """) == Int64(0))
        }
    }

    @Test("accepting while the offer's timer fires ends in one of the two, never in both")
    func acceptanceAgainstExpiry() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...20)
            for request in 1...20 as ClosedRange<UInt64> {
                harness.clock.move(to: wednesdayNine + minutes(60 * Int(request)))
                let order = try await harness.accept(request: request)
                let offer = try #require(try await harness.stored(order)).openOffers[0]
                let beforeTheEnd = offer.expiresAt - .microseconds(1)
                harness.clock.move(to: beforeTheEnd)
                async let taken = try? harness.perform(
                    .accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member))
                harness.clock.move(to: offer.expiresAt)
                async let fired = harness.passTime.fire()
                _ = try await (taken, fired)
                // The holder of the row at the time of the timer has let go of it by now.
                _ = try await harness.passTime.fire()
                let events = try await harness.published(order)
                #expect(events.contains("accepted") != events.contains("offers_expired"))
            }
        }
    }

    @Test("an order that cannot be read holds no other order's timer up")
    func poison() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let bad = try await harness.accept(request: 1)
            let good = try await harness.accept(request: 2)
            try await harness.run("UPDATE dispatch.work_orders SET state = 'nonsense' WHERE id = '\(bad)'")
            harness.clock.advance(by: minutes(5))
            #expect(try await harness.passTime.fire() == 2)
            #expect(try await harness.published(good).contains("offers_expired"))
            // It stands back by a minute and is tried again.
            #expect(try await harness.passTime.fire() == 0)
        }
    }
}
