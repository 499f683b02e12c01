import DispatchDomain
import Kernel
import Testing

@Suite("Handling and verification")
struct HandlingTests {
    static let verifier: ActorID = id(900)

    @Test("a life without trouble tells seven events, one a version")
    func life() throws {
        var story = Story()
        try story.work(until: wednesdayNine + minutes(10) - minutes(6))
        try story.at(wednesdayNine + minutes(30)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.verify(passed: true, reason: nil, by: Self.verifier, pool: &pool)
        }
        #expect(
            story.events.map(\.name) == ["issued", "offered", "accepted", "arrived", "submitted", "verified"])
        #expect(story.order.version == Version(value: 6))
        #expect(story.order.clocks.allSatisfy { !$0.isRunning })
        #expect(story.order.nextDue(rules) == nil)
    }

    @Test("whoever did the work does not verify it")
    func sameActor() throws {
        var story = Story()
        try story.work(until: wednesdayNine + minutes(2))
        let holder = try #require(story.order.holder)
        #expect(throws: WorkOrderRejection.handlerCannotVerify) {
            try story.at(wednesdayNine + minutes(3)) { deciding, pool throws(WorkOrderRejection) in
                try deciding.verify(passed: true, reason: nil, by: holder.retagged(), pool: &pool)
            }
        }
    }

    @Test("two reworks, then the order goes one level up and to someone else")
    func reworkLimit() throws {
        var story = Story()
        try story.work(until: wednesdayNine + minutes(2))
        let first = try #require(story.order.holder)
        for round in 1...2 {
            let told = try story.at(wednesdayNine + minutes(10 * round)) { deciding, pool throws(WorkOrderRejection) in
                try deciding.verify(passed: false, reason: .poorQuality, by: Self.verifier, pool: &pool)
            }
            #expect(told == [.reworkOrdered(first, .poorQuality)])
            #expect(story.order.state == .rework)
            try story.finish(at: wednesdayNine + minutes(10 * round + 5))
        }
        let before = story.order
        let told = try story.at(wednesdayNine + minutes(40)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.verify(passed: false, reason: .notDone, by: Self.verifier, pool: &pool)
        }
        #expect(told.map(\.name) == ["escalated to community for rework_limit", "offered"])
        #expect(story.order.holder == nil)
        #expect(!story.order.openOffers.map(\.member).contains(first))
        #expect(CandidateEffect.between(before, story.order)[first]?.openOrders == -1)
        #expect(story.order.waitingSince == wednesdayNine + minutes(40))
    }

    @Test("a failed result needs a coded reason")
    func reason() throws {
        var story = Story()
        try story.work(until: wednesdayNine + minutes(2))
        #expect(throws: WorkOrderRejection.reworkReasonMissing) {
            try story.at(wednesdayNine + minutes(3)) { deciding, pool throws(WorkOrderRejection) in
                try deciding.verify(passed: false, reason: nil, by: Self.verifier, pool: &pool)
            }
        }
    }

    @Test("the same report and the same verdict once more change nothing")
    func idempotent() throws {
        var story = Story()
        try story.work(until: wednesdayNine + minutes(2))
        let holder = try #require(story.order.holder)
        #expect(
            try story.at(wednesdayNine + minutes(3)) { deciding, _ throws(WorkOrderRejection) in
                try deciding.submit(Submission(result: .solved, quarterHours: 6, explanation: nil), by: holder)
            }.isEmpty)
        #expect(throws: WorkOrderRejection.self) {
            try story.at(wednesdayNine + minutes(3)) { deciding, _ throws(WorkOrderRejection) in
                try deciding.submit(Submission(result: .solved, quarterHours: 7, explanation: nil), by: holder)
            }
        }
        for expected in [1, 0] {
            #expect(
                try story.at(wednesdayNine + minutes(4)) { deciding, pool throws(WorkOrderRejection) in
                    try deciding.verify(passed: true, reason: nil, by: Self.verifier, pool: &pool)
                }.count == expected)
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
        var story = Story()
        let offer = story.order.openOffers[0]
        #expect(story.at2(wednesdayNine) { $0.cancel() } == [.cancelled])
        #expect(story.order.openOffers.isEmpty)
        #expect(story.order.nextDue(rules) == nil)
        #expect(story.at2(wednesdayNine) { $0.cancel() }.isEmpty)
        #expect(throws: WorkOrderRejection.illegal(state: .cancelled, allowed: [])) {
            try story.at(wednesdayNine) { deciding, _ throws(WorkOrderRejection) in
                try deciding.accept(offer.id, by: offer.member)
            }
        }
    }

    enum Step: String, CaseIterable, Sendable { case arrive, submit, verify, assign }

    @Test("a step that does not follow is refused with the states that can follow", arguments: Step.allCases)
    func illegal(_ step: Step) throws {
        var early = Story()
        var late = Story()
        try late.work(until: wednesdayNine + minutes(1))
        try late.at(wednesdayNine + minutes(2)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.verify(passed: true, reason: nil, by: Self.verifier, pool: &pool)
        }
        let holder = try #require(late.order.holder)
        func run(_ story: inout Story) throws(WorkOrderRejection) {
            try story.at(wednesdayNine + minutes(3)) { deciding, pool throws(WorkOrderRejection) in
                switch step {
                case .arrive: try deciding.arrive(holder)
                case .submit:
                    try deciding.submit(Submission(result: .solved, quarterHours: 1, explanation: nil), by: holder)
                case .verify:
                    try deciding.verify(passed: true, reason: nil, by: id(901), pool: &pool)
                case .assign: try deciding.assign(id(9), of: city, from: pool)
                }
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

    @Test("every state that an event leads to is among those that its predecessor allows")
    func table() {
        #expect(WorkOrderState.allCases.filter(\.isFinal) == [.verified, .cancelled])
        for state in WorkOrderState.allCases where !state.isFinal {
            #expect(state.next.contains(.cancelled))
        }
    }
}

extension Story {
    /// Decides something that is never refused.
    mutating func at2(_ moment: Timestamp, _ decide: (inout Deciding) -> Void) -> [WorkOrderEvent] {
        let told = try? at(moment) { (deciding, _) throws(WorkOrderRejection) in decide(&deciding) }
        return told ?? []
    }
}
