import DispatchDomain
import Kernel
import Testing

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

extension WorkOrder {
    /// What may be asked of it while a member has it in hand.
    func handlingCommands() throws -> [WorkOrderCommand] {
        let holder = holder ?? DispatchTests.id(1)
        return [
            .arrive(by: holder),
            .submit(try Submission(result: .solved, quarterHours: 2, explanation: nil), by: holder),
        ]
    }
}
