import City
import DispatchApplication
import DispatchDomain
import Kernel
import Messaging
import Testing
import UseCases

@Suite("The ports of Dispatch, in tables and in memory")
struct PortTests {
    @Test("an order is issued once, offered, and read in its area alone", arguments: DispatchPorts.Backend.allCases)
    func issued(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...5)
            let deliveries = ports.acceptance(of: 1)
            #expect(try await ports.deliver(deliveries) == [.applied, .applied])
            #expect(try await ports.deliver(deliveries) == [.duplicate, .duplicate])
            let order = try #require(try await ports.order(of: 1))
            #expect(order.state == .offering)
            #expect(order.openOffers.count == 3)
            #expect(order.version == Version(value: 2))
            #expect(order.lastMatch.considered == 5)
            #expect(try await ports.order(of: 1, scope: AccessScope(area: area("330411"))) == nil)
        }
    }

    @Test(
        "an event that comes too early is held, and counts when the one before it comes",
        arguments: DispatchPorts.Backend.allCases)
    func held(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            let deliveries = ports.acceptance(of: 1)
            #expect(try await ports.deliver([deliveries[1]]) == [.held])
            #expect(try await ports.order(of: 1) == nil)
            #expect(try await ports.deliver([deliveries[0], deliveries[1]]).first == .applied)
        }
    }

    @Test(
        "the first who accepts has it, and a stranger's offer is not found",
        arguments: DispatchPorts.Backend.allCases)
    func accepted(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...5)
            try await ports.deliver(ports.acceptance(of: 1))
            let offers = try #require(try await ports.order(of: 1)).openOffers
            let after = try await ports.accept(offers[0])
            #expect(after.holder == offers[0].member)
            #expect(try await ports.order(of: 1) == after)
            #expect(try await ports.accept(offers[0]) == after)
            await #expect(throws: WorkOrderRejection.takenByAnother) { try await ports.accept(offers[1]) }
            await #expect(throws: ChangeFault.notFound) {
                try await ports.change(
                    .accept(offers[1].id, by: id(99)), on: .offer(offers[1].id, id(99)), scope: everywhere,
                    at: ports.now)
            }
            #expect(
                try await ports.queries.ordersInHand(of: offers[0].member, scope: everywhere).map(\.id) == [after.id])
            #expect(try await ports.queries.ordersInHand(of: offers[1].member, scope: everywhere).isEmpty)
        }
    }

    @Test("what a rejected command decided is not kept", arguments: DispatchPorts.Backend.allCases)
    func rejected(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...5)
            try await ports.deliver(ports.acceptance(of: 1))
            let before = try #require(try await ports.order(of: 1))
            await #expect(throws: WorkOrderRejection.notHolder) {
                try await ports.change(.arrive(by: id(1)), on: .order(before.id), scope: everywhere, at: ports.now)
            }
            await #expect(throws: ChangeFault.changedMeanwhile(current: before.version)) {
                try await ports.change(
                    .cancel, on: .order(before.id), scope: everywhere, expecting: Version(value: 9), at: ports.now)
            }
            #expect(try await ports.order(of: 1) == before)
        }
    }

    @Test(
        "a wave that nobody takes runs out at its moment, and the next one follows",
        arguments: DispatchPorts.Backend.allCases)
    func due(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...20)
            try await ports.deliver(ports.acceptance(of: 1))
            let order = try #require(try await ports.order(of: 1))
            #expect(try await ports.store.due(at: ports.now, limit: 9, scope: everywhere).isEmpty)
            #expect(try await ports.store.due(at: ports.now + minutes(5), limit: 9, scope: everywhere) == [order.id])
            try await ports.pass(to: wednesdayNine + minutes(5))
            let next = try #require(try await ports.order(of: 1))
            #expect(next.wave == 2)
            #expect(next.openOffers.count == 8)
            try await ports.store.postpone(order.id, to: wednesdayNine + minutes(90), scope: everywhere)
            #expect(try await ports.store.due(at: wednesdayNine + minutes(60), limit: 9, scope: everywhere).isEmpty)
        }
    }

    @Test("lists come latest first in pages, and are filtered", arguments: DispatchPorts.Backend.allCases)
    func lists(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...20)
            for request in 1...3 as ClosedRange<UInt64> { try await ports.deliver(ports.acceptance(of: request)) }
            try await ports.deliver(ports.acceptance(of: 4, area: otherStreet))
            let all = try await ports.queries.orders(WorkOrderFilter(limit: 9), scope: everywhere)
            #expect(all.count == 4)
            #expect(zip(all, all.dropFirst()).allSatisfy { ($0.issuedAt, $0.id) > ($1.issuedAt, $1.id) })
            let page = try await ports.queries.orders(WorkOrderFilter(limit: 2), scope: everywhere)
            let rest = try await ports.queries.orders(
                WorkOrderFilter(limit: 9, after: page.last?.cursor), scope: everywhere)
            #expect(page + rest == all)
            let state = WorkOrderFilter(state: .unassigned, limit: 9)
            #expect(try await ports.queries.orders(state, scope: everywhere).map(\.area) == [otherStreet])
            let street = AccessScope(area: area("330402002"))
            #expect(try await ports.queries.orders(WorkOrderFilter(limit: 9), scope: street).count == 1)
            let line = try #require(all.first { $0.area == grid })
            #expect(line.nextDue == wednesdayNine + minutes(5))
        }
    }

    @Test(
        "a member's open offers come in pages, the soonest to run out first",
        arguments: DispatchPorts.Backend.allCases)
    func offers(backend: DispatchPorts.Backend) async throws {
        try await DispatchPorts.with(backend) { (ports: DispatchPorts) async throws in
            try await ports.enrol(1...1)
            for request in 1...3 as ClosedRange<UInt64> { try await ports.deliver(ports.acceptance(of: request)) }
            let all = try await ports.queries.openOffers(
                of: id(1), at: ports.now, page: OfferPage(limit: 9), scope: everywhere)
            #expect(all.count == 3)
            let page = try await ports.queries.openOffers(
                of: id(1), at: ports.now, page: OfferPage(limit: 2), scope: everywhere)
            let after = page.last.map { OfferPage.Cursor(expiresAt: $0.expiresAt, id: $0.id) }
            let rest = try await ports.queries.openOffers(
                of: id(1), at: ports.now, page: OfferPage(limit: 9, after: after), scope: everywhere)
            #expect(page + rest == all)
            #expect(
                try await ports.queries.openOffers(
                    of: id(1), at: ports.now + minutes(5), page: OfferPage(limit: 9), scope: everywhere
                ).isEmpty)
        }
    }
}
