import AssessmentApplication
import AssessmentDomain
import City
import IntakeContract
import Kernel
import Messaging
import Testing
import Wire

@Suite("The ports of Assessment, in tables and in memory")
struct PortTests {
    private let member = MemberID(high: 1, low: 1)
    private let other = MemberID(high: 1, low: 2)
    private let order = WorkOrderID(high: 2, low: 1)
    private let request = ServiceRequestID(high: 3, low: 1)
    private let moment = Timestamp(microseconds: 1_795_000_000_000_000)
    private let foreign = AccessScope(area: AssessmentHarness.area("330411"))

    private func life() -> [Delivery] {
        SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: moment)
    }

    private func reopening() -> [Delivery] {
        SampleDeliveries.request(request, order: order, answer: .dissatisfied)
    }

    private func day(_ month: Int, _ day: Int) throws -> CivilDate {
        try #require(CivilDate(year: 2026, month: month, day: day))
    }

    @Test("a verified work order is posted, published and added up, once", arguments: AssessmentPorts.Backend.allCases)
    func posts(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            #expect(try await ports.deliver(life()) == [.applied, .applied, .applied])
            #expect(try await ports.deliver(life()) == [.duplicate, .duplicate, .duplicate])
            let balance = try await ports.reader.balance(of: member, scope: ports.scope)
            #expect(balance == Balance(quarterHours: 10, points: Points(hundredths: 5850)))
            #expect(
                try await ports.reader.check(scope: ports.scope)
                    == LedgerCheck(
                        postings: 1, lines: 4, pointsSum: 0, hoursSum: 0, unbalancedPostings: 0, accountsOff: 0))
            let posting = try #require(
                try await ports.reader.postings(of: member, before: nil, limit: 9, scope: ports.scope).first)
            #expect(posting.kind == .service && posting.workOrder == order && posting.request == request)
            #expect(posting.day == moment.civil(offsetSeconds: CityTime.offsetSeconds))
            #expect(posting.credit.quarterHours == 10)
            #expect(posting.postedAt == AssessmentHarness.now)
            #expect(try await ports.published() == ["assessment.posting.posted"])
        }
    }

    @Test(
        "a reopening takes the posting back, whichever of the two comes first",
        arguments: AssessmentPorts.Backend.allCases, [true, false])
    func reverses(backend: AssessmentPorts.Backend, reopeningFirst: Bool) async throws {
        try await AssessmentPorts.with(backend) { ports in
            for batch in reopeningFirst ? [reopening(), life()] : [life(), reopening()] {
                #expect(try await ports.deliver(batch).allSatisfy { $0 == .applied })
            }
            #expect(try await ports.reader.balance(of: member, scope: ports.scope) == .zero)
            #expect(try await ports.published() == ["assessment.posting.posted", "assessment.posting.reversed"])
            let postings = try await ports.reader.postings(of: member, before: nil, limit: 10, scope: ports.scope)
            #expect(postings.map(\.kind) == [.reversal, .service])
            #expect(postings[0].reverses == postings[1].id)
            #expect(try await ports.reader.check(scope: ports.scope).isBalanced)
        }
    }

    @Test(
        "events that come early wait for their turn and change nothing before it",
        arguments: AssessmentPorts.Backend.allCases)
    func holdsEarlyEvents(backend: AssessmentPorts.Backend) async throws {
        let life = life()
        try await AssessmentPorts.with(backend) { (ports: AssessmentPorts) async throws in
            #expect(try await ports.deliver([life[2]]) == [.held])
            #expect(try await ports.reader.balance(of: member, scope: ports.scope) == .zero)
            #expect(try await ports.published().isEmpty)
            #expect(try await ports.deliver([life[0], life[1]]) == [.applied, .applied])
            let retry = Delivery.retry(
                properties: life[2].properties, routingKey: life[2].routingKey, body: life[2].body)
            #expect(try await ports.deliver([retry]) == [.applied])
            #expect(try await ports.reader.balance(of: member, scope: ports.scope)?.quarterHours == 10)
        }
    }

    @Test(
        "a decision that fails leaves nothing, and its messages can be applied later",
        arguments: AssessmentPorts.Backend.allCases)
    func fails(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            let delivery = SampleDeliveries.member(member, home: "330411001001001")[0]
            let entry = InboxEntry(delivery, envelope: try Envelope(delivery.properties))
            let event = IncomingEvent.memberArea(member, AssessmentHarness.area("330411001001001"))
            await #expect(throws: AssessmentFailure.notFound) {
                try await ports.store.receive([IncomingMessage(entry: entry, event: event)], scope: ports.scope) {
                    _, apply in
                    #expect(apply == [0])
                    throw AssessmentFailure.notFound
                }
            }
            #expect(try await ports.reader.balance(of: member, scope: ports.scope) == nil)
            #expect(try await ports.deliver([delivery]) == [.applied])
            #expect(try await ports.reader.balance(of: member, scope: ports.scope) == .zero)
        }
    }

    @Test(
        "a member's area comes from the registry, before or after the first work order",
        arguments: AssessmentPorts.Backend.allCases)
    func learnsAreas(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            try await ports.deliver(life())
            #expect(try await ports.reader.balance(of: member, scope: foreign) == nil)
            try await ports.deliver(SampleDeliveries.member(member, home: "330411001001001"))
            #expect(try await ports.reader.balance(of: member, scope: foreign)?.quarterHours == 10)
            let first = AccessScope(area: AssessmentHarness.area("330402"))
            #expect(try await ports.reader.balance(of: member, scope: first) == nil)
        }
    }

    @Test(
        "a member sees its own wherever it served, and a stranger nothing of another area",
        arguments: AssessmentPorts.Backend.allCases)
    func scope(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            try await ports.deliver(life())
            try await ports.deliver(SampleDeliveries.member(member, home: "330411001001001"))
            let elsewhere = AssessmentHarness.area("330499")
            let own = AccessScope(area: elsewhere, actor: member.retagged())
            #expect(try await ports.reader.balance(of: member, scope: own)?.quarterHours == 10)
            #expect(try await ports.reader.postings(of: member, before: nil, limit: 5, scope: own).count == 1)
            let stranger = AccessScope(area: elsewhere, actor: ActorID(high: 8, low: 8))
            #expect(try await ports.reader.balance(of: member, scope: stranger) == nil)
            #expect(try await ports.reader.postings(of: member, before: nil, limit: 5, scope: stranger).isEmpty)
            // The posting lies where the service was, the account where the member belongs.
            #expect(try await ports.reader.postings(of: member, before: nil, limit: 5, scope: foreign).isEmpty)
            #expect(try await ports.reader.check(scope: stranger).lines == 0)
            let check = try await ports.reader.check(scope: AccessScope(area: AssessmentHarness.area("330402")))
            #expect(check.postings == 1 && check.lines == 4 && check.accountsOff == nil && check.isBalanced)
        }
    }

    @Test("a member's postings come latest first, in pages", arguments: AssessmentPorts.Backend.allCases)
    func pages(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            try await serve(11, member, on: moment, through: ports)
            try await serve(12, other, on: moment, through: ports)
            try await serve(13, member, on: moment + .seconds(86_400), through: ports)
            try await serve(14, member, on: moment + .seconds(2 * 86_400), through: ports)
            let all = try await ports.reader.postings(of: member, before: nil, limit: 9, scope: ports.scope)
            #expect(all.map(\.workOrder.low) == [14, 13, 11])
            let page = try await ports.reader.postings(of: member, before: nil, limit: 2, scope: ports.scope)
            let rest = try await ports.reader.postings(
                of: member, before: page.last?.number, limit: 2, scope: ports.scope)
            #expect(page + rest == all)
        }
    }

    @Test(
        "the ranking of an area counts what was earned there, by the day of the service",
        arguments: AssessmentPorts.Backend.allCases)
    func ranks(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            try await serve(11, member, on: moment, quarterHours: 8, through: ports)
            try await serve(12, other, on: moment, quarterHours: 10, through: ports)
            try await serve(13, member, in: "330411001001001", on: moment, quarterHours: 8, through: ports)
            let statistics = ReadStatistics(reader: ports.reader)
            func ranking(_ area: String, to end: CivilDate) async throws -> Ranking {
                try await statistics.ranking(
                    in: AssessmentHarness.area(area), over: try Period(from: day(1, 1), to: end), scope: ports.scope)
            }
            #expect(try await ranking("3304", to: day(12, 31)).rows.map(\.member) == [member, other])
            let district = try await ranking("330402", to: day(12, 31))
            #expect(district.rows.map(\.member) == [other, member])
            #expect(district.rows.map(\.points.hundredths) == [2500, 2000])
            let served = moment.civil(offsetSeconds: CityTime.offsetSeconds)
            #expect(try await ranking("3304", to: served).rows.count == 2)
            #expect(try await ranking("3304", to: served.adding(days: -1)).rows.isEmpty)
            let hidden = try await ports.reader.earnings(
                in: AssessmentHarness.city, from: day(1, 1), to: day(12, 31), scope: foreign)
            #expect(hidden.map(\.quarterHours) == [8])
        }
    }

    @Test("satisfaction counts those who answered, area by area", arguments: AssessmentPorts.Backend.allCases)
    func satisfaction(backend: AssessmentPorts.Backend) async throws {
        try await AssessmentPorts.with(backend) { ports in
            for number in 0..<12 as Range<UInt64> {
                let answer: CallbackResult = number < 6 ? .satisfied : number < 10 ? .basicallySatisfied : .unreachable
                try await ports.deliver(
                    SampleDeliveries.request(
                        ServiceRequestID(high: 3, low: number), order: WorkOrderID(high: 2, low: number),
                        answer: answer))
            }
            try await ports.deliver(
                SampleDeliveries.request(
                    ServiceRequestID(high: 3, low: 99), order: order, area: "330411001001001", answer: .satisfied))
            let day = AssessmentHarness.now.civil(offsetSeconds: CityTime.offsetSeconds)
            let lines = try await ReadStatistics(reader: ports.reader).satisfaction(
                in: AssessmentHarness.city, by: nil, over: try Period(from: day, to: day), scope: ports.scope)
            #expect(lines.map(\.area.text) == ["330402", "330411"])
            #expect(lines[0].figures?.effective == 10 && lines[0].figures?.satisfied == 10 && lines[0].rank == 1)
            #expect(lines[1].figures == nil)
            let counts = try await ports.reader.satisfaction(
                in: AssessmentHarness.city, by: .district, from: .zero, to: AssessmentHarness.now, scope: ports.scope)
            #expect(counts.isEmpty, "the end of the period is outside of it")
        }
    }

    /// A work order of a member is served and verified.
    private func serve(
        _ number: UInt64, _ member: MemberID, in area: String = "330402007001001", on moment: Timestamp,
        quarterHours: Int = 8, through ports: AssessmentPorts
    ) async throws {
        try await ports.deliver(
            SampleDeliveries.workOrder(
                WorkOrderID(high: 2, low: number), request: ServiceRequestID(high: 3, low: number), member: member,
                area: area, submittedAt: moment, quarterHours: quarterHours, difficulty: 10, urgency: 10,
                profession: 10))
    }
}
