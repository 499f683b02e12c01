import DispatchDomain
import Kernel
import Testing

@Suite("open offers as load")
struct OpenOfferLoadTests {
    private static let members = (1...4).map { member($0) }

    /// Makes the first offers of as many orders as asked for, all at once.
    private static func offer(
        _ requests: ClosedRange<UInt64>, from pool: inout CandidatePool, at now: Timestamp = wednesdayNine
    ) throws -> [WorkOrder] {
        try requests.map { request in
            var order = WorkOrder(terms(request: request), rules: rules)
            for event in try order.decide(.offer, at: now, rules: rules, using: &pool) {
                order.apply(event, at: now, rules: rules)
            }
            return order
        }
    }

    @Test("twelve requests at once do not all go to the same three members")
    func atOnce() throws {
        var pool = pool((1...20).map { member($0) })
        let orders = try Self.offer(1...12, from: &pool)
        let offers = orders.flatMap(\.openOffers).reduce(into: [:]) { $0[$1.member, default: 0] += 1 }
        #expect(orders.allSatisfy { $0.openOffers.count == 3 })
        #expect((offers.values.max() ?? 0) <= rules.matching.loadCap)
        #expect(offers.count >= 12)
    }

    @Test("members with as many open offers as they may take on are offered no more")
    func cap() throws {
        var pool = pool(Self.members)
        let orders = try Self.offer(1...12, from: &pool)
        #expect(orders.map(\.openOffers.count) == [3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(orders[11].lastMatch.shortfall == [.loadCap: 4])
        #expect(orders[11].state == .unassigned)
    }

    @Test("who declines, or loses an order to another, can be offered the next one")
    func freed() throws {
        var pool = pool(Self.members)
        let orders = try Self.offer(1...5, from: &pool)
        #expect(orders[4].openOffers.isEmpty)
        let offers = orders[0].openOffers
        let before = orders[0]
        var after = before
        for event in try before.decide(
            .accept(offers[0].id, by: offers[0].member), at: wednesdayNine, rules: rules, using: &pool)
        {
            after.apply(event, at: wednesdayNine, rules: rules)
        }
        // The order in hand reaches the pool with the stored candidate.
        pool.absorb(
            member(1) {
                $0.openOrders = 1
                $0.revision = 2
            })
        #expect(offers[0].member == id(1))
        let freed = CandidateEffect.between(before, after).filter { $0.value.freed > 0 }.map(\.key).sorted()
        #expect(freed == offers.dropFirst().map(\.member).sorted())
        let later = try Self.offer(6...6, from: &pool)
        #expect(Set(later[0].openOffers.map(\.member)) == Set(freed))
    }

    @Test("an offer that ran out is no load, whether its timer has fired or not")
    func expired() throws {
        var pool = pool(Self.members)
        _ = try Self.offer(1...4, from: &pool)
        let later = try Self.offer(5...5, from: &pool, at: wednesdayNine + minutes(5))
        #expect(later[0].openOffers.count == 3)
    }
}
