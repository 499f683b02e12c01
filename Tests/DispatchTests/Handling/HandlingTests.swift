import City
import DispatchApplication
import DispatchDomain
import HTTPTypes
import Kernel
import ServiceRuntime
import ServiceTestSupport
import Testing
import Wire
import WorkingTime

@Suite("Handling")
struct HandlingTests {
    private static let verifier: ActorID = id(900)

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
}

@Suite("Suspension of handling")
struct SuspensionTests {
    private static let staff: ActorID = id(901)
    private static let approver: ActorID = id(902)

    /// An order in hand, its suspension asked for by the holder after 2 minutes.
    private static func asked() throws -> (fixture: WorkOrderFixture, holder: MemberID) {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        let holder = try #require(fixture.order.holder)
        try fixture.at(wednesdayNine + minutes(2), .suspend(.thirdParty, by: .holder(holder)))
        return (fixture, holder)
    }

    /// The same, granted after 3 minutes.
    private static func granted() throws -> (fixture: WorkOrderFixture, holder: MemberID) {
        var (fixture, holder) = try asked()
        try fixture.at(wednesdayNine + minutes(3), .decideSuspension(granted: true, by: approver))
        return (fixture, holder)
    }

    @Test("the clocks run until it is granted, stand still meanwhile, and lose nothing by it")
    func clocks() throws {
        var (fixture, holder) = try Self.asked()
        let due = try #require(fixture.order.clock(.resolution)?.due(for: .red))
        #expect(fixture.order.clocks.filter(\.isRunning).map(\.kind) == [.arrival, .resolution])
        let suspended = try fixture.at(wednesdayNine + minutes(3), .decideSuspension(granted: true, by: Self.approver))
        #expect(suspended == [.suspended(.thirdParty, by: holder.retagged(), approvedBy: Self.approver)])
        #expect(fixture.order.clocks.allSatisfy { !$0.isRunning })
        #expect(fixture.order.nextDue(rules) == nil)
        #expect(fixture.passTime(to: wednesdayNine + .seconds(30 * 86_400)).isEmpty)
        // A week later at the same minute of an office day.
        let later = wednesdayNine + .seconds(7 * 86_400) + minutes(3)
        #expect(try fixture.at(later, .resume(by: .holder(holder))) == [.resumed(by: holder.retagged())])
        #expect(fixture.order.clock(.arrival)?.due(for: .red) == later + minutes(13))
        #expect(fixture.order.clock(.resolution)?.due(for: .red) == due + .seconds(7 * 86_400))
        #expect(fixture.order.light == .green)
    }

    @Test("the person who asked does not decide, the holder and staff alike")
    func separation() throws {
        var (fixture, holder) = try Self.asked()
        #expect(throws: WorkOrderRejection.samePerson(.requesterCannotDecide)) {
            try fixture.at(
                wednesdayNine + minutes(3), .decideSuspension(granted: true, by: holder.retagged()))
        }
        var other = WorkOrderFixture()
        try other.acceptBest(at: wednesdayNine)
        try other.at(wednesdayNine, .suspend(.season, by: .staff(Self.staff)))
        #expect(throws: WorkOrderRejection.samePerson(.requesterCannotDecide)) {
            try other.at(wednesdayNine, .decideSuspension(granted: false, by: Self.staff))
        }
    }

    @Test("a member who is not the holder neither asks nor resumes")
    func stranger() throws {
        var (fixture, _) = try Self.granted()
        for command in [.suspend(.season, by: .holder(id(77))), .resume(by: .holder(id(77)))] as [WorkOrderCommand] {
            #expect(throws: WorkOrderRejection.notHolder) { try fixture.at(wednesdayNine + minutes(4), command) }
        }
    }

    @Test(
        "what was not asked for is not decided, what is not granted not resumed, and no suspension is asked for twice")
    func order() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine)
        let illegal = WorkOrderRejection.illegal(state: .accepted, allowed: WorkOrderState.accepted.next)
        let decision = WorkOrderCommand.decideSuspension(granted: true, by: Self.approver)
        let resumption = WorkOrderCommand.resume(by: .staff(Self.staff))
        for command in [decision, resumption] {
            #expect(throws: illegal) { try fixture.at(wednesdayNine, command) }
        }
        try fixture.at(wednesdayNine, .suspend(.season, by: .staff(Self.staff)))
        for command in [resumption, .suspend(.season, by: .staff(Self.approver))] {
            #expect(throws: illegal) { try fixture.at(wednesdayNine, command) }
        }
        #expect(
            try fixture.at(wednesdayNine, .decideSuspension(granted: false, by: Self.approver)) == [
                .suspensionRefused(by: Self.approver)
            ])
        #expect(fixture.order.suspension == nil)
        #expect(fixture.order.clock(.resolution)?.isRunning == true)
    }

    @Test(
        "who works on, or gets the order instead, has ended the suspension",
        arguments: ["arrived", "submitted", "accepted"])
    func working(_ name: String) throws {
        var (fixture, holder) = try Self.granted()
        if name == "submitted" {
            try fixture.at(wednesdayNine + minutes(4), .arrive(by: holder))
            try fixture.at(wednesdayNine + minutes(5), .suspend(.season, by: .holder(holder)))
            try fixture.at(wednesdayNine + minutes(6), .decideSuspension(granted: true, by: Self.approver))
        }
        let command: WorkOrderCommand =
            switch name {
            case "arrived": .arrive(by: holder)
            case "submitted": .submit(try Submission(result: .solved, quarterHours: 1, explanation: nil), by: holder)
            default: .assign(id(9), unitArea: city)
            }
        #expect(try fixture.at(wednesdayNine + minutes(9), command).map(\.name) == [name, "resumed"])
        #expect(fixture.order.suspension == nil)
        #expect(fixture.order.clock(.resolution)?.isRunning == true)
    }

    @Test("over HTTP: asked, not decided by oneself, granted, shown, resumed; each on the version that was read")
    func http() async throws {
        try await DispatchHarness.with { harness in
            let order = try await BadRequestTests.working(harness)
            let caller = try TestCaller(harness)
            let path = "/v1/work-orders/\(order)"
            func step(
                _ name: String, _ body: String = "", as role: Role, by actor: ActorID, version: Int?
            ) async throws -> TestCaller.Answer {
                try await caller.send(
                    .post, "\(path)/\(name)", as: role, actor: actor, type: body.isEmpty ? nil : "application/json",
                    body: body, ifMatch: version.map { "\"\($0)\"" })
            }
            let third = #"{"cause":"third_party"}"#
            let granted = #"{"granted":true}"#
            #expect(
                try await step("suspend", third, as: .member, by: id(1), version: nil).status == .preconditionRequired)
            #expect(try await step("suspend", third, as: .member, by: id(1), version: 3).status == .preconditionFailed)
            #expect(
                try await step("suspend", #"{"cause":"lazy"}"#, as: .member, by: id(1), version: 4).status
                    == .unprocessableContent)
            let early = try await step("resume", as: .unit, by: Self.approver, version: 4)
            #expect(early.status == .conflict)
            #expect(try early.object().strings("allowed") == ["submitted", "accepted", "cancelled"])
            let asked = try await step("suspend", third, as: .unit, by: Self.staff, version: 4)
            #expect(try asked.object().object("suspension").string("asked_by") == Self.staff.description)
            let own = try await step("decide-suspension", granted, as: .unit, by: Self.staff, version: 5)
            #expect(own.status == .forbidden)
            #expect(own.problem == "requester-cannot-decide")
            let given = try await step("decide-suspension", granted, as: .manager, by: Self.approver, version: 5)
            #expect(try given.object().object("suspension").string("approved_by") == Self.approver.description)
            harness.clock.advance(by: .seconds(30 * 86_400))
            #expect(try await harness.passTime.fire() == 0)
            let read = try await caller.get(path, as: .unit)
            #expect(try read.object().string("state") == "working")
            #expect(try read.object().string("light") == "green")
            let resumed = try await step("resume", as: .member, by: id(1), version: 6)
            #expect(resumed.status == .ok)
            #expect(
                try await harness.published(order).suffix(3) == ["suspension_asked", "suspended", "resumed"])
        }
    }
}

extension WorkOrder {
    /// What may be asked of it while a member has it in hand.
    func handlingCommands() throws -> [WorkOrderCommand] {
        let holder = holder ?? DispatchTests.id(1)
        let staff: ActorID = DispatchTests.id(901)
        return [
            .arrive(by: holder), .suspend(.thirdParty, by: .holder(holder)), .suspend(.season, by: .staff(staff)),
            .decideSuspension(granted: true, by: DispatchTests.id(902)),
            .decideSuspension(granted: false, by: DispatchTests.id(902)), .resume(by: .staff(staff)),
            .submit(try Submission(result: .solved, quarterHours: 2, explanation: nil), by: holder),
        ]
    }
}
