import City
import DispatchApplication
import DispatchDomain
import Kernel
import Testing

@Suite("Members who become free, on PostgreSQL")
struct FreedMemberTests {
    @Test("an order that found everybody full is offered as soon as somebody is free again")
    func woken() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...3)
            var orders: [WorkOrderID] = []
            for request in 1...4 as ClosedRange<UInt64> { orders.append(try await harness.accept(request: request)) }
            #expect(try await harness.stored(orders[3])?.state == .unassigned)
            let offers = try #require(try await harness.stored(orders[0])).openOffers
            try await harness.perform(
                .accept(offers[0].id, by: offers[0].member), on: .offer(offers[0].id, offers[0].member))
            while try await harness.passTime.fire() > 0 {}
            let offered = try #require(try await harness.stored(orders[3]))
            #expect(Set(offered.openOffers.map(\.member)) == Set(offers.dropFirst().map(\.member)))
        }
    }
}
