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
import Testing
import Wire

@Suite("Races, on PostgreSQL")
struct RaceTests {
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
