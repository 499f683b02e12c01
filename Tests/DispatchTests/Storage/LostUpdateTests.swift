import City
import DispatchApplication
import DispatchDomain
import Kernel
import Reliability
import ServiceTestSupport
import TestSupport
import Testing
import UseCases

@testable import DispatchStorage

@Suite("Lost updates of work orders, on PostgreSQL")
struct LostUpdateTests {
    @Test("a decision on a version that the order no longer has is a fault, and nothing of it is committed")
    func stale() async throws {
        try await DispatchHarness.with { harness in
            try await harness.enrol(1...3)
            let before = try #require(try await harness.stored(try await harness.accept(request: 1)))
            try await harness.run("UPDATE dispatch.work_orders SET version = version + 1")
            let tables = try await harness.fingerprint()
            let offer = try #require(before.openOffers.first)
            var candidates = pool([])
            let events = try before.decide(
                .accept(offer.id, by: offer.member), at: harness.clock.now(), rules: rules, using: &candidates)
            let transition = Transition(
                before, events, rules: rules, action: WorkOrderCommand.Kind.accept, at: harness.clock.now())
            let work = UnitOfWork(
                pool: harness.pool, partitions: 4, time: harness.clock, random: SystemRandomSource(),
                relay: RelaySignal())
            let fault = await #expect(throws: RowCountFault.self) {
                try await work.perform(everywhere.settings, load: []) { _ in
                    Decision(statements: TransitionStatements.write([transition]), events: transition.drafts)
                }
            }
            #expect(fault?.expected == .exactly(1) && fault?.found == 0)
            #expect(try await harness.fingerprint() == tables)
        }
    }

    @Test("an order that lost its timer cannot be finished unnoticed")
    func timer() async throws {
        try await DispatchHarness.with { harness in
            let order = try await harness.accept(request: 1)
            try await harness.run("DELETE FROM dispatch.timers")
            let tables = try await harness.fingerprint()
            await #expect(throws: RowCountFault.self) { try await harness.perform(.cancel, on: .order(order)) }
            #expect(try await harness.fingerprint() == tables)
        }
    }
}
