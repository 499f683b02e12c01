import AssessmentApplication
import AssessmentContract
import AssessmentDomain
import AssessmentInbound
import AssessmentStorage
import City
import IntakeContract
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing
import Wire

@Suite("The ledger's tables")
struct LedgerStorageTests {
    let member = MemberID(high: 1, low: 1)
    let order = WorkOrderID(high: 2, low: 1)
    let request = ServiceRequestID(high: 3, low: 1)
    let moment = Timestamp(microseconds: 1_795_000_000_000_000)

    func life() -> [Delivery] {
        SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: moment)
    }

    func reopening() -> [Delivery] {
        SampleDeliveries.request(request, order: order, answer: .dissatisfied)
    }

    func ranking(_ database: AssessmentHarness, _ area: String = "3304") async throws -> Ranking {
        let period = try Period(
            from: try #require(CivilDate(year: 2026, month: 1, day: 1)),
            to: try #require(CivilDate(year: 2026, month: 12, day: 31)))
        return try await ReadStatistics(reader: database.reader).ranking(
            in: AssessmentHarness.area(area), over: period, scope: database.scope)
    }

    @Test("a verified work order is posted, published and added up, once")
    func posts() async throws {
        try await AssessmentHarness.with { database in
            #expect(try await database.handler.handle(life()) == [.applied, .applied, .applied])
            #expect(try await database.handler.handle(life()) == [.duplicate, .duplicate, .duplicate])
            let balance = try await database.reader.balance(of: member, scope: database.scope)
            #expect(balance == Balance(quarterHours: 10, points: Points(hundredths: 5850)))
            let check = try await database.reader.check(scope: database.scope)
            #expect(
                check
                    == LedgerCheck(
                        postings: 1, lines: 4, pointsSum: 0, hoursSum: 0, unbalancedPostings: 0, accountsOff: 0))
            let published = try await database.pool.journal("SELECT type, body, aggregate_version FROM journal")
            #expect(published.count == 1)
            let body = try published[0].decode([UInt8].self, at: 1)
            #expect(
                try PointsPosted(decoding: body)
                    == PointsPosted(
                        memberID: member, workOrderID: order, requestID: request,
                        area: AssessmentHarness.area("330402007001001"), quarterHours: 10, points: 5850, stars: 0))
        }
    }

    @Test("a reopening takes the posting back, whichever of the two comes first", arguments: [true, false])
    func reverses(reopeningFirst: Bool) async throws {
        try await AssessmentHarness.with { database in
            for batch in reopeningFirst ? [reopening(), life()] : [life(), reopening()] {
                let outcomes = try await database.handler.handle(batch)
                #expect(outcomes.allSatisfy { $0 == .applied })
            }
            #expect(try await database.reader.balance(of: member, scope: database.scope) == .zero)
            #expect(try await database.published() == ["assessment.posting.posted", "assessment.posting.reversed"])
            let postings = try await database.reader.postings(
                of: member, before: nil, limit: 10, scope: database.scope)
            #expect(postings.map(\.kind) == [.reversal, .service])
            #expect(postings[0].reverses == postings[1].id)
            #expect(try await database.reader.check(scope: database.scope).isBalanced)
        }
    }

    @Test("a verification and a reopening that meet leave nothing standing and nothing out")
    func meeting() async throws {
        try await AssessmentHarness.with { database in
            for number in 0..<20 as Range<UInt64> {
                let order = WorkOrderID(high: 2, low: 100 + number)
                let request = ServiceRequestID(high: 3, low: 100 + number)
                async let life = database.handler.handle(
                    SampleDeliveries.workOrder(order, request: request, member: member, submittedAt: moment))
                async let reopening = database.handler.handle(
                    SampleDeliveries.request(request, order: order, answer: .dissatisfied))
                _ = try await (life, reopening)
            }
            #expect(try await database.reader.balance(of: member, scope: database.scope) == .zero)
            let published = try await database.published()
            let posted = published.filter { $0 == "assessment.posting.posted" }.count
            #expect(posted == 20)
            #expect(published.count == 40)
            #expect(try await database.reader.check(scope: database.scope).isBalanced)
        }
    }

    @Test("events that come early wait for their turn and change nothing before it")
    func holdsEarlyEvents() async throws {
        try await AssessmentHarness.with { database in
            let outcomes = try await database.handler.handle([life()[2]])
            #expect(outcomes == [.held])
            #expect(try await database.reader.balance(of: member, scope: database.scope) == .zero)
            #expect(try await database.published().isEmpty)
        }
    }

    @Test(
        "queues that deliver at the same time, in any order, come to the same ledger", arguments: [1, 2, 3] as [UInt64])
    func anyOrder(seed: UInt64) async throws {
        let city = try City(seed: seed)
        var digests: Set<String> = []
        for shuffle in [1, 2] as [UInt64] {
            try await AssessmentHarness.with { database in
                try await deliver(city.queues(seed: shuffle), to: database, seed: shuffle)
                for (member, balance) in city.balances {
                    #expect(try await database.reader.balance(of: member, scope: database.scope) == balance)
                }
                let check = try await database.reader.check(scope: database.scope)
                #expect(check.isBalanced)
                #expect(check.postings > 80, "there are corrections")
                digests.insert(try await ranking(database).digest + (try await ranking(database, "330402").digest))
                // Everything once more: nothing moves.
                let before = [
                    try await database.fingerprint("postings"), try await database.fingerprint("entries"),
                    try await database.fingerprint("members"), try await database.fingerprint("callbacks"),
                ]
                try await deliver(city.queues(seed: shuffle + 9), to: database, seed: 5, expecting: .duplicate)
                let after = [
                    try await database.fingerprint("postings"), try await database.fingerprint("entries"),
                    try await database.fingerprint("members"), try await database.fingerprint("callbacks"),
                ]
                #expect(before == after)
            }
        }
        #expect(digests.count == 1)
    }

    /// Each queue in order, in batches of its own; all queues at once.
    private func deliver(
        _ queues: [[Delivery]], to database: AssessmentHarness, seed: UInt64, expecting expected: Outcome = .applied
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, queue) in queues.enumerated() {
                group.addTask {
                    var random = SplitMix64(seed: seed &+ UInt64(number))
                    var rest = queue[...]
                    while !rest.isEmpty {
                        let batch = Array(rest.prefix(Int.random(in: 1...20, using: &random)))
                        rest = rest.dropFirst(batch.count)
                        let outcomes = try await database.handler.handle(batch)
                        #expect(outcomes.allSatisfy { $0 == expected })
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("the ledger cannot be changed or emptied by the service's role")
    func insertOnly() async throws {
        try await AssessmentHarness.with { database in
            _ = try await database.handler.handle(life())
            for statement in [
                "UPDATE entries SET amount = 0", "DELETE FROM entries", "DELETE FROM postings",
                "UPDATE postings SET points = 0", "TRUNCATE entries",
            ] {
                await #expect(throws: PostgresError.self, "\(statement)") {
                    try await database.pool.query(SQL(unescaped: statement))
                }
            }
            #expect(try await database.reader.check(scope: database.scope).lines == 4)
        }
    }

    @Test("a line that was tampered with shows in the audit")
    func auditFindsTampering() async throws {
        try await AssessmentHarness.with { database in
            _ = try await database.handler.handle(life())
            try await database.pool.withTransaction(.init(settings: [("minqing.area", "3304")])) {
                _ = try await $0.query("UPDATE members SET points = points + 1")
                _ = try await $0.query(
                    """
                    INSERT INTO entries (posting_id, account, unit, amount, area, day)
                    SELECT posting_id, 'issued:330499', unit, 7, area, day FROM entries WHERE unit = 'hours' LIMIT 1
                    """)
            }
            let check = try await database.reader.check(scope: database.scope)
            #expect(!check.isBalanced)
            #expect(check.hoursSum == 7 && check.unbalancedPostings == 1 && check.accountsOff == 1)
        }
    }

    @Test("a member's area comes from the registry, before or after the first work order")
    func learnsAreas() async throws {
        try await AssessmentHarness.with { database in
            _ = try await database.handler.handle(life())
            let other = AccessScope(area: AssessmentHarness.area("330411"))
            #expect(try await database.reader.balance(of: member, scope: other) == nil)
            _ = try await database.handler.handle(SampleDeliveries.member(member, home: "330411001001001"))
            #expect(try await database.reader.balance(of: member, scope: other)?.quarterHours == 10)
            let first = AccessScope(area: AssessmentHarness.area("330402"))
            #expect(try await database.reader.balance(of: member, scope: first) == nil)
        }
    }

    @Test("without a scope no row is seen; a member sees its own wherever it served")
    func rowLevelSecurity() async throws {
        try await AssessmentHarness.with { database in
            _ = try await database.handler.handle(life())
            _ = try await database.handler.handle(SampleDeliveries.member(member, home: "330411001001001"))
            for table in ["members", "service_files", "credits", "postings", "entries", "callbacks", "ratings"] {
                let seen = try await database.pool.query("SELECT count(*) FROM \(unescaped: table)").only(Int64.self)
                #expect(seen == 0, "\(table)")
            }
            let elsewhere = AssessmentHarness.area("330499")
            let own = AccessScope(area: elsewhere, actor: member.retagged())
            #expect(try await database.reader.balance(of: member, scope: own)?.quarterHours == 10)
            #expect(try await database.reader.postings(of: member, before: nil, limit: 5, scope: own).count == 1)
            let stranger = AccessScope(area: elsewhere, actor: ActorID(high: 8, low: 8))
            #expect(try await database.reader.balance(of: member, scope: stranger) == nil)
            #expect(try await database.reader.postings(of: member, before: nil, limit: 5, scope: stranger).isEmpty)
        }
    }

    @Test("the ranking of an area counts what was earned there, by the day of the service")
    func ranks() async throws {
        try await AssessmentHarness.with { database in
            let other = MemberID(high: 1, low: 2)
            for (number, member, area, hours) in [
                (11, member, "330402007001001", 8), (12, other, "330402007001001", 10),
                (13, member, "330411001001001", 8),
            ] as [(UInt64, MemberID, String, Int)] {
                _ = try await database.handler.handle(
                    SampleDeliveries.workOrder(
                        WorkOrderID(high: 2, low: number), request: ServiceRequestID(high: 3, low: number),
                        member: member, area: area, submittedAt: moment, quarterHours: hours, difficulty: 10,
                        urgency: 10, profession: 10))
            }
            #expect(try await ranking(database).rows.map(\.member) == [member, other])
            #expect(try await ranking(database, "330402").rows.map(\.member) == [other, member])
            #expect(try await ranking(database, "330402").rows.map(\.points.hundredths) == [2500, 2000])
            let period = try Period(
                from: try #require(CivilDate(year: 2025, month: 1, day: 1)),
                to: moment.civil(offsetSeconds: CityTime.offsetSeconds).adding(days: -1))
            let before = try await ReadStatistics(reader: database.reader).ranking(
                in: AssessmentHarness.city, over: period, scope: database.scope)
            #expect(before.rows.isEmpty)
        }
    }

    @Test("satisfaction counts those who answered, area by area")
    func countsSatisfaction() async throws {
        try await AssessmentHarness.with { database in
            for number in 0..<12 {
                let answer: CallbackResult = number < 6 ? .satisfied : number < 10 ? .basicallySatisfied : .unreachable
                _ = try await database.handler.handle(
                    SampleDeliveries.request(
                        ServiceRequestID(high: 3, low: UInt64(number)),
                        order: WorkOrderID(high: 2, low: UInt64(number)),
                        answer: answer))
            }
            _ = try await database.handler.handle(
                SampleDeliveries.request(
                    ServiceRequestID(high: 3, low: 99), order: order, area: "330411001001001", answer: .satisfied))
            let day = AssessmentHarness.now.civil(offsetSeconds: CityTime.offsetSeconds)
            let lines = try await ReadStatistics(reader: database.reader).satisfaction(
                in: AssessmentHarness.city, by: nil, over: try Period(from: day, to: day), scope: database.scope)
            #expect(lines.map(\.area.text) == ["330402", "330411"])
            #expect(lines[0].figures?.effective == 10 && lines[0].figures?.satisfied == 10 && lines[0].rank == 1)
            #expect(lines[1].figures == nil)
        }
    }
}
