import City
import DispatchDomain
import Kernel
import Testing

@Suite("Verification")
struct VerificationTests {
    private static let verifier: ActorID = id(900)

    @Test("the member who did the work does not verify it")
    func sameActor() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(2))
        let holder = try #require(fixture.order.holder)
        #expect(throws: WorkOrderRejection.samePerson(.handlerCannotVerify)) {
            try fixture.at(wednesdayNine + minutes(3), .verify(.passed, by: holder.retagged()))
        }
    }

    @Test("two reworks, then the order goes one level up and to someone else")
    func reworkLimit() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(2))
        let first = try #require(fixture.order.holder)
        for round in 1...2 {
            let events = try fixture.at(
                wednesdayNine + minutes(10 * round), .verify(.failed(.poorQuality), by: Self.verifier))
            #expect(events == [.reworkOrdered(first, .poorQuality)])
            #expect(fixture.order.state == .rework)
            try fixture.finish(at: wednesdayNine + minutes(10 * round + 5))
        }
        let before = fixture.order
        let events = try fixture.at(wednesdayNine + minutes(40), .verify(.failed(.notDone), by: Self.verifier))
        #expect(events.map(\.name) == ["escalated to community for rework_limit", "offered"])
        #expect(fixture.order.holder == nil)
        #expect(!fixture.order.openOffers.map(\.member).contains(first))
        #expect(CandidateEffect.between(before, fixture.order)[first]?.openOrders == -1)
        #expect(fixture.order.progress.waitingSince == wednesdayNine + minutes(40))
    }

    @Test("a failed result needs a coded reason")
    func reason() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(2))
        #expect(throws: WorkOrderRejection.reworkReasonMissing) {
            try fixture.at(wednesdayNine + minutes(3), .verify(.failed(nil), by: Self.verifier))
        }
    }
}

extension WorkOrder {
    /// What a verifier may ask of it.
    func verificationCommands() -> [WorkOrderCommand] {
        let verifier: ActorID = DispatchTests.id(900)
        return [.verify(.passed, by: verifier), .verify(.failed(.notDone), by: verifier)]
    }
}
