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
import UseCases
import Wire

@Suite("Issuing from Intake's events, on PostgreSQL")
struct IssuingTests {
    @Test("an accepted request becomes one order, offered to the three best, with its reasons kept")
    func terms() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            #expect(try await harness.published(order) == ["issued", "offered"])
            let stored = try #require(try await harness.stored(order))
            #expect(stored.state == .offering)
            #expect(stored.openOffers.map(\.member) == [id(1), id(2), id(3)])
            #expect(stored.openOffers[0].score.skill == 1_000)
            #expect(stored.lastMatch.considered == 5)
            #expect(stored.version == Version(value: 2))
            #expect(try await harness.value("SELECT count(*) FROM dispatch.timers WHERE kind = 'offers'") == Int64(1))
            #expect(
                try await harness.value("SELECT action FROM dispatch.journal WHERE type = 'dispatch.workorder.offered'")
                    == "issue")
        }
    }

    @Test("the columns that lists filter by follow from the state", arguments: WorkOrderState.allCases)
    func columns(_ state: WorkOrderState) async throws {
        try await DispatchHarness.with { harness in
            let order = try await harness.accept(request: 1)
            try await harness.run(
                "UPDATE dispatch.work_orders SET state = '\(state.rawValue)', holder = '\(id(3, MemberTag.self))'")
            let ended: String? = try await harness.value("SELECT ended_as FROM dispatch.work_orders")
            #expect(ended == (state.isFinal ? state.rawValue : nil))
            let inHand = try await harness.queries.ordersInHand(of: id(3), scope: everywhere)
            #expect(inHand.map(\.id) == (state.isInHand ? [order] : []))
        }
    }

    @Test("what is stored is what was decided, to the last field")
    func roundTrip() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5, skills: ["electrician"])
            let order = try await harness.accept(request: 1, urgency: .urgent, category: "电力")
            let before = try #require(try await harness.stored(order))
            let submission = try Submission(
                result: .notSolvable, quarterHours: 3, explanation: "产权不明，'; DROP TABLE offers; --")
            let offer = before.openOffers[1]
            let now = harness.clock.now()
            let stored = try await harness.store.change(.order(order), scope: everywhere) { orders, pool in
                #expect(orders == [before])
                var transition = Transition(
                    before, try before.decide(.accept(offer.id, by: offer.member), at: now, rules: rules, using: &pool),
                    rules: rules, action: WorkOrderCommand.Kind.submit, actor: id(2), at: now)
                for command in [WorkOrderCommand.arrive(by: offer.member), .submit(submission, by: offer.member)] {
                    let events = try transition.after.decide(command, at: now, rules: rules, using: &pool)
                    transition.append(events, rules: rules)
                }
                return [transition]
            }
            #expect(try await harness.stored(order) == stored[0].after)
        }
    }

    @Test("a batch of a hundred becomes a hundred orders in one transaction")
    func batch() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...120)
            let batch = (1...100 as ClosedRange<UInt64>).flatMap { number in
                [
                    harness.registered(number),
                    harness.delivery(
                        RequestAccepted(
                            category: "民政", urgency: .general, area: grid, round: 1,
                            registeredAt: harness.clock.now()),
                        of: requestID(number), version: 2, area: grid),
                ]
            }
            #expect(try await harness.requests.handle(batch) == Array(repeating: .applied, count: 200))
            #expect(try await harness.value("SELECT count(*) FROM dispatch.work_orders") == Int64(100))
            #expect(try await harness.value("SELECT count(*) FROM dispatch.offers") == Int64(300))
            #expect(try await harness.value("SELECT count(*) FROM dispatch.journal") == Int64(200))
            #expect(
                try await harness.value("SELECT count(DISTINCT xid::text) FROM dispatch.journal") == Int64(1))
            // The least recently offered come first: a hundred orders go round among thirty members.
            let spread: Int64 = try await harness.value(
                "SELECT max(n) - min(n) FROM (SELECT count(*) AS n FROM dispatch.offers GROUP BY member_id) t")
            #expect(spread <= 1)
        }
    }

    @Test("replaying every event, in any number and order, changes nothing")
    func replay() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let offer = try #require(try await harness.stored(order)).openOffers[0]
            _ = try await harness.perform(.accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member))
            let before = try await harness.fingerprint()
            let accepted = harness.delivery(
                RequestAccepted(
                    category: "城乡建设/环境卫生", urgency: .general, area: grid, round: 1, registeredAt: wednesdayNine),
                of: requestID(1), version: 2, area: grid)
            for batch in [[accepted], [accepted, accepted], [harness.registered(1), accepted]] {
                #expect(try await harness.requests.handle(batch).allSatisfy { $0 == .duplicate })
            }
            #expect(
                try await harness.members.handle([
                    harness.delivery(MemberCheckedIn(area: grid), of: id(1, MemberTag.self), version: 2, area: grid)
                ]) == [.duplicate])
            #expect(try await harness.fingerprint() == before)
        }
    }

    @Test("a second acceptance of the same round, under a new message and version, makes no second order")
    func sameRound() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            #expect(try await harness.accept(request: 1, version: 3) == order)
            #expect(try await harness.published(order) == ["issued", "offered"])
            let pair = [4, 5].map { version in
                harness.delivery(
                    RequestAccepted(
                        category: "民政", urgency: .general, area: grid, round: 2, registeredAt: harness.clock.now()),
                    of: requestID(1), version: Int64(version), area: grid)
            }
            #expect(try await harness.requests.handle(pair) == [.applied, .applied])
            #expect(try await harness.value("SELECT count(*) FROM dispatch.work_orders") == Int64(2))
        }
    }

    @Test("the next round goes to somebody else than the handler of the last")
    func nextRound() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let first = try await harness.accept(request: 1)
            let offer = try #require(try await harness.stored(first)).openOffers[0]
            _ = try await harness.perform(.accept(offer.id, by: offer.member), on: .offer(offer.id, offer.member))
            let second = try await harness.accept(request: 1, version: 3, round: 2)
            #expect(second != first)
            let stored = try #require(try await harness.stored(second))
            #expect(stored.terms.conflicted == [offer.member])
            #expect(!stored.openOffers.map(\.member).contains(offer.member))
        }
    }

    @Test("a withdrawn request voids its order, also when both come in one batch")
    func withdrawn() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...5)
            let order = try await harness.accept(request: 1)
            let withdrawal = harness.delivery(
                RequestWithdrawn(), of: requestID(1), version: 3, area: grid)
            #expect(try await harness.requests.handle([withdrawal]) == [.applied])
            #expect(try await harness.published(order) == ["issued", "offered", "cancelled"])
            #expect(try await harness.value("SELECT count(*) FROM dispatch.timers") == Int64(0))
            #expect(
                try await harness.value("SELECT count(*) FROM dispatch.offers WHERE state = 'void'") == Int64(3))
            let both = [
                harness.registered(2),
                harness.delivery(
                    RequestAccepted(
                        category: "民政", urgency: .general, area: grid, round: 1, registeredAt: harness.clock.now()),
                    of: requestID(2), version: 2, area: grid),
                harness.delivery(RequestWithdrawn(), of: requestID(2), version: 3, area: grid),
            ]
            #expect(try await harness.requests.handle(both) == [.applied, .applied, .applied])
            #expect(try await harness.published(harness.order(of: 2)) == ["issued", "offered", "cancelled"])
        }
    }

    @Test("a member who becomes free wakes the unassigned orders of the street, in every process")
    func wake() async throws {
        try await DispatchHarness.with { harness in
            let order = try await harness.accept(request: 1)
            #expect(try await harness.stored(order)?.state == .unassigned)
            let other = harness.twin()
            #expect(try await other.passTime.fire() == 0)
            try await harness.enrol(7...7, in: otherCommunity)
            #expect(try await other.passTime.fire() == 1)
            let stored = try #require(try await harness.stored(order))
            #expect(stored.openOffers.map(\.member) == [id(7)])
        }
    }
}
