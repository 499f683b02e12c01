import City
import IntakeDomain
import Kernel
import Testing

@Suite("The life of a service request")
struct RequestLifeTests {
    private static let now = Timestamp(microseconds: 1_795_000_000_000_000)

    private func registered() throws -> ServiceRequest {
        let city = try #require(AreaCode("3304"))
        let number = try #require(RequestNumber("20261121-000123-\(checkDigit)"))
        return ServiceRequest(
            RequestTerms(
                id: ServiceRequestID(high: 1, low: 1), number: number, channel: .phone, category: nil,
                urgency: .general, placement: Placement(area: city, location: nil, doubt: .notGiven)), at: Self.now)
    }

    private var checkDigit: String {
        String(RequestNumber(day: CivilDate(daysSinceEpoch: 20_778), sequence: 123).text.suffix(1))
    }

    /// Follows the commands and gives back the last decision with the state after it.
    private func after(
        _ commands: RequestCommand..., from start: ServiceRequest? = nil
    ) throws -> (request: ServiceRequest, events: [RequestEvent]) {
        var request = try start ?? registered()
        var last: [RequestEvent] = []
        for command in commands {
            last = try request.decide(command, at: Self.now, rules: .standard)
            for event in last { request.apply(event, at: Self.now, rules: .standard) }
        }
        return (request, last)
    }

    private func accept() throws -> RequestCommand {
        .accept(
            category: try #require(Category("城乡建设/城市建设和市政管理/城市公共设施")), urgency: .general,
            area: try #require(AreaCode("330402007001001")))
    }

    private func order(_ number: UInt64) -> WorkOrderID { WorkOrderID(high: 2, low: number) }

    private func callback(_ result: CallbackResult, _ resolved: Bool, asLeader: Bool = false) -> RequestCommand {
        .recordCallback(result: result, resolved: resolved, asLeader: asLeader)
    }

    @Test("an accepted request asks for its first work order")
    func acceptance() throws {
        let (request, events) = try after(accept())
        #expect(request.state == .accepted)
        #expect(request.round == 1)
        #expect(request.version == Version(value: 2))
        #expect(events.map(\.code) == ["accepted"])
    }

    @Test("a verified work order makes the callback due")
    func verification() throws {
        let (request, events) = try after(accept(), .openCallback(round: 1, workOrder: order(1)))
        #expect(request.state == .callbackDue)
        #expect(events == [.callbackDue(round: 1, workOrder: order(1))])
    }

    @Test("a verification for another round changes nothing, and one after the round is not possible")
    func lateVerification() throws {
        let verification = RequestCommand.openCallback(round: 1, workOrder: order(1))
        #expect(
            try after(accept()).request.decide(
                .openCallback(round: 2, workOrder: order(1)), at: Self.now, rules: .standard) == [])
        for late in [try after(accept(), verification).request, try after(accept(), .withdraw).request] {
            #expect(throws: RequestRejection.notPossible(in: late.state, allowed: late.state.next)) {
                try late.decide(verification, at: Self.now, rules: .standard)
            }
        }
    }

    @Test(
        "who is satisfied and says that it is solved closes the request",
        arguments: [CallbackResult.satisfied, .basicallySatisfied])
    func satisfied(result: CallbackResult) throws {
        let (request, events) = try after(
            accept(), .openCallback(round: 1, workOrder: order(1)), callback(result, true))
        #expect(request.state == .closed)
        #expect(request.endedAt == Self.now)
        #expect(events.last == .closed(round: 1, result: result, workOrder: order(1)))
    }

    @Test(
        "who is dissatisfied, or says that it is not solved, gets a second round",
        arguments: [
            (CallbackResult.dissatisfied, true), (.dissatisfied, false), (.satisfied, false),
            (.basicallySatisfied, false),
        ])
    func reopening(result: CallbackResult, resolved: Bool) throws {
        let (request, events) = try after(
            accept(), .openCallback(round: 1, workOrder: order(1)), callback(result, resolved))
        #expect(request.state == .accepted)
        #expect(request.round == 2)
        #expect(request.attempts == 0)
        #expect(events.map(\.code) == ["called_back", "reopened", "accepted"])
    }

    @Test("after two unanswered calls the request is closed as unreachable, not as satisfied")
    func unreachable() throws {
        let first = try after(accept(), .openCallback(round: 1, workOrder: order(1)), callback(.unreachable, false))
        #expect(first.request.state == .callbackDue)
        #expect(first.events.map(\.code) == ["called_back"])
        let second = try after(callback(.unreachable, false), from: first.request)
        #expect(second.request.state == .closed)
        #expect(second.events.last == .closed(round: 1, result: .unreachable, workOrder: order(1)))
    }

    @Test("after two reopenings it is a leader's case, which only a manager closes")
    func leaderCase() throws {
        let no = callback(.dissatisfied, false)
        let third = try after(
            accept(), .openCallback(round: 1, workOrder: order(1)), no, .openCallback(round: 2, workOrder: order(2)),
            no,
            .openCallback(round: 3, workOrder: order(3)), no)
        #expect(third.request.isLeaderCase)
        #expect(third.request.state == .callbackDue)
        #expect(third.events.map(\.code) == ["called_back"])
        #expect(throws: RequestRejection.leaderCase) {
            try third.request.decide(callback(.satisfied, true), at: Self.now, rules: .standard)
        }
        let closed = try after(callback(.satisfied, true, asLeader: true), from: third.request)
        #expect(closed.request.state == .closed)
    }

    @Test("a rating is taken once, and only of a closed request")
    func rating() throws {
        let due = try after(accept(), .openCallback(round: 1, workOrder: order(1)))
        #expect(throws: RequestRejection.self) {
            try due.request.decide(.rate(stars: 5), at: Self.now, rules: .standard)
        }
        let rated = try after(callback(.satisfied, true), .rate(stars: 5), from: due.request)
        #expect(rated.request.stars == 5)
        #expect(rated.request.state == .closed)
        #expect(throws: RequestRejection.alreadyRated) {
            try rated.request.decide(.rate(stars: 1), at: Self.now, rules: .standard)
        }
    }

    @Test("a rating has one to five stars", arguments: [Int.min, -1, 0, 6, Int.max])
    func stars(count: Int) throws {
        #expect(throws: RequestRejection.starsOutOfRange) {
            try registered().decide(.rate(stars: count), at: Self.now, rules: .standard)
        }
    }

    @Test("what is not possible names the states that are")
    func illegal() throws {
        let request = try registered()
        #expect(
            throws: RequestRejection.notPossible(
                in: .registered, allowed: [.accepted, .handedOver, .refused, .withdrawn])
        ) { try request.decide(callback(.satisfied, true), at: Self.now, rules: .standard) }
        for final in [RequestCommand.handOver(to: .fire), .refuse(.abuse), .withdraw] {
            let ended = try after(final).request
            #expect(ended.endedAt == Self.now)
            for command in [
                try accept(), .handOver(to: .police), .refuse(.duplicate), .withdraw, callback(.satisfied, true),
            ] {
                #expect(throws: RequestRejection.notPossible(in: ended.state, allowed: [])) {
                    try ended.decide(command, at: Self.now, rules: .standard)
                }
            }
        }
    }

    @Test("an open request can be withdrawn at any time")
    func withdrawal() throws {
        #expect(try after(.withdraw).request.state == .withdrawn)
        #expect(try after(accept(), .withdraw).request.state == .withdrawn)
        #expect(
            try after(accept(), .openCallback(round: 1, workOrder: order(1)), .withdraw).request.state == .withdrawn)
    }

    @Test("a work order needs a grid or a community")
    func coarse() throws {
        let street = try #require(AreaCode("330402007"))
        let category = try #require(Category("政法"))
        #expect(throws: RequestRejection.areaTooCoarse(street)) {
            try registered().decide(
                .accept(category: category, urgency: .general, area: street), at: Self.now, rules: .standard)
        }
    }

    @Test("nobody who was not reached can say that it is solved")
    func unreachableButSolved() throws {
        let due = try after(accept(), .openCallback(round: 1, workOrder: order(1))).request
        #expect(throws: RequestRejection.unreachableCannotBeResolved) {
            try due.decide(callback(.unreachable, true), at: Self.now, rules: .standard)
        }
    }
}
