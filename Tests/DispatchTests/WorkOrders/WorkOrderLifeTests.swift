import City
import DispatchDomain
import Kernel
import Testing

@Suite("The life of a work order")
struct WorkOrderLifeTests {
    private static let verifier: ActorID = id(900)

    @Test("a life without trouble records six events, one per version")
    func life() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(10) - minutes(6))
        try fixture.at(wednesdayNine + minutes(30), .verify(.passed, by: Self.verifier))
        #expect(
            fixture.events.map(\.name) == ["issued", "offered", "accepted", "arrived", "submitted", "verified"])
        #expect(fixture.order.version == Version(value: 6))
        #expect(fixture.order.clocks.allSatisfy { !$0.isRunning })
        #expect(fixture.order.nextDue(rules) == nil)
    }

    @Test("an order that is withdrawn is void, and what is finished stays finished")
    func cancel() throws {
        var fixture = WorkOrderFixture()
        let offer = fixture.order.openOffers[0]
        #expect(try fixture.at(wednesdayNine, .cancel) == [.cancelled])
        #expect(fixture.order.openOffers.isEmpty)
        #expect(fixture.order.nextDue(rules) == nil)
        #expect(try fixture.at(wednesdayNine, .cancel).isEmpty)
        #expect(throws: WorkOrderRejection.illegal(state: .cancelled, allowed: [])) {
            try fixture.at(wednesdayNine, .accept(offer.id, by: offer.member))
        }
    }

    enum Step: String, CaseIterable, Sendable { case arrive, submit, verify, assign }

    @Test("a step that does not follow is refused with the states that can follow", arguments: Step.allCases)
    func illegal(_ step: Step) throws {
        var early = WorkOrderFixture()
        var late = WorkOrderFixture()
        try late.work(until: wednesdayNine + minutes(1))
        try late.at(wednesdayNine + minutes(2), .verify(.passed, by: Self.verifier))
        let holder = try #require(late.order.holder)
        func run(_ fixture: inout WorkOrderFixture) throws(WorkOrderRejection) {
            switch step {
            case .arrive: try fixture.at(wednesdayNine + minutes(3), .arrive(by: holder))
            case .submit:
                let submission = try Submission(result: .solved, quarterHours: 1, explanation: nil)
                try fixture.at(wednesdayNine + minutes(3), .submit(submission, by: holder))
            case .verify: try fixture.at(wednesdayNine + minutes(3), .verify(.passed, by: id(901)))
            case .assign: try fixture.at(wednesdayNine + minutes(3), .assign(id(9), unitArea: city))
            }
        }
        #expect(throws: WorkOrderRejection.illegal(state: .verified, allowed: [])) { try run(&late) }
        switch step {
        case .arrive, .submit: #expect(throws: WorkOrderRejection.notHolder) { try run(&early) }
        case .verify:
            #expect(
                throws: WorkOrderRejection.illegal(
                    state: .offering, allowed: [.accepted, .unassigned, .cancelled])
            ) { try run(&early) }
        case .assign: #expect(throws: Never.self) { try run(&early) }
        }
    }
}
