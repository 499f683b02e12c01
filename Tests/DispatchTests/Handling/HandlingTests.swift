import DispatchDomain
import Kernel
import Testing

@Suite("Handling and verification")
struct HandlingTests {
    static let verifier: ActorID = id(900)

    @Test("a life without trouble tells seven events, one a version")
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

    @Test("whoever did the work does not verify it")
    func sameActor() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(2))
        let holder = try #require(fixture.order.holder)
        #expect(throws: WorkOrderRejection.handlerCannotVerify) {
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

    @Test("the same report and the same verdict once more change nothing")
    func idempotent() throws {
        var fixture = WorkOrderFixture()
        try fixture.work(until: wednesdayNine + minutes(2))
        let holder = try #require(fixture.order.holder)
        #expect(
            try fixture.at(
                wednesdayNine + minutes(3),
                .submit(Submission(result: .solved, quarterHours: 6, explanation: nil), by: holder)
            ).isEmpty)
        #expect(throws: WorkOrderRejection.self) {
            try fixture.at(
                wednesdayNine + minutes(3),
                .submit(Submission(result: .solved, quarterHours: 7, explanation: nil), by: holder))
        }
        for expected in [1, 0] {
            #expect(
                try fixture.at(wednesdayNine + minutes(4), .verify(.passed, by: Self.verifier)).count == expected)
        }
    }

    @Test(
        "a result that cannot be reached needs an explanation of at most 500 graphemes",
        arguments: [
            (ResultCode.notSolvable, nil, WorkOrderRejection.explanationMissing),
            (.notSolvable, "  \n", .explanationMissing), (.notSolvable, "产权不明", nil), (.solved, nil, nil),
            (.partlySolved, String(repeating: "长", count: 500), nil),
            (.partlySolved, String(repeating: "长", count: 501), .explanationTooLong),
            (.solved, String(repeating: "👨‍👩‍👧‍👦", count: 500), nil),
        ] as [(ResultCode, String?, WorkOrderRejection?)])
    func explanation(_ result: ResultCode, _ text: String?, _ rejection: WorkOrderRejection?) {
        do throws(WorkOrderRejection) {
            _ = try Submission(result: result, quarterHours: 1, explanation: text)
            #expect(rejection == nil)
        } catch {
            #expect(error == rejection)
        }
    }

    @Test("service time is 0 to 32 quarter hours", arguments: [(-1, false), (0, true), (32, true), (33, false)])
    func time(_ quarterHours: Int, _ fits: Bool) {
        let submission = try? Submission(result: .solved, quarterHours: quarterHours, explanation: nil)
        #expect((submission != nil) == fits)
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
