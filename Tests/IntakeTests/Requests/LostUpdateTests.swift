import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import Reliability
import ServiceTestSupport
import TestSupport
import Testing
import UseCases

@testable import IntakeStorage

@Suite("Lost updates of requests, on PostgreSQL")
struct LostUpdateTests {
    @Test("a decision on a version that the request no longer has is a fault, and nothing of it is committed")
    func stale() async throws {
        try await IntakeHarness.with { intake in
            let scope = AccessScope(area: IntakeHarness.city)
            let now = intake.clock.now()
            let receipt = try StorageTests.receipt(
                try await intake.register(StorageTests.registration(), key: nil, actor: nil, at: now))
            let before = try #require(try await intake.queries.request(receipt.id, scope: scope)).request
            _ = try await intake.ask(
                "UPDATE intake.requests SET version = version + 1 RETURNING id", as: ServiceRequestID.self)
            let (published, lines) = (try await intake.published(), try await intake.count("journal"))
            var resources: Void = ()
            let events = try before.decide(
                .openCallback(round: 1, workOrder: WorkOrderID(high: 2, low: 1)), at: now, rules: IntakeHarness.rules,
                using: &resources)
            let transition = Transition(
                before, events, rules: IntakeHarness.rules, action: RequestCommand.Kind.openCallback, at: now)
            let work = UnitOfWork(
                pool: intake.pool, partitions: 4, time: intake.clock, random: SystemRandomSource(),
                relay: RelaySignal())
            let fault = await #expect(throws: RowCountFault.self) {
                try await work.perform(scope.settings, load: []) { _ in
                    Decision(statements: TransitionStatements.write([transition]), events: transition.drafts)
                }
            }
            #expect(fault?.expected == .exactly(1) && fault?.found == 0)
            #expect(try await intake.published() == published)
            #expect(try await intake.count("journal") == lines)
            #expect(try await intake.ask("SELECT state FROM intake.requests") == [before.state.rawValue])
        }
    }
}
