import AssessmentDomain
import City
import Kernel
import Testing

@Suite("Ledgers of whole histories")
struct LedgerHistoryTests {
    /// Histories of single aggregates: each list stays in order, the lists mix freely.
    struct History {
        var aggregates: [[ServiceEvent]] = []

        init(seed: UInt64, orders: Int = 60, members: Int = 5) throws {
            var random = SplitMix64(seed: seed)
            let start = Timestamp(microseconds: 1_795_000_000_000_000)
            for number in 0..<orders {
                let order = WorkOrderID(high: seed, low: UInt64(number))
                let submitted = start + .seconds(Int.random(in: 0..<4 * 86_400, using: &random))
                var life: [ServiceEvent] = []
                if Int.random(in: 0..<5, using: &random) == 0 {
                    life.append(.submitted(order, at: submitted - .seconds(3_600)))
                }
                life.append(.submitted(order, at: submitted))
                let grade = try #require(ServiceFactors.grades.randomElement(using: &random))
                let factors = try #require(ServiceFactors(difficulty: grade, urgency: 12, profession: 13))
                life.append(
                    .verified(
                        Verification(
                            workOrder: order, request: ServiceRequestID(high: 9, low: UInt64(number)),
                            member: MemberID(high: 3, low: UInt64.random(in: 0..<UInt64(members), using: &random)),
                            area: try #require(AreaCode("33040200\(number % 3 + 1)")),
                            at: submitted + .seconds(86_400), quarterHours: Int.random(in: 0...32, using: &random),
                            factors: factors)))
                aggregates.append(life)
                if Int.random(in: 0..<4, using: &random) == 0 { aggregates.append([.reopened(order)]) }
            }
        }

        /// One of the orders in which the queues may deliver it.
        func shuffled(seed: UInt64) -> [ServiceEvent] {
            var random = SplitMix64(seed: seed)
            var waiting = aggregates.map { $0[...] }
            var events: [ServiceEvent] = []
            while !waiting.isEmpty {
                let index = Int.random(in: 0..<waiting.count, using: &random)
                if let event = waiting[index].popFirst() { events.append(event) }
                if waiting[index].isEmpty {
                    waiting.swapAt(index, waiting.count - 1)
                    waiting.removeLast()
                }
            }
            return events
        }
    }

    /// The ranking as the ledger has it: from the lines and nothing else.
    static func ranking(of postings: [Posting]) throws -> Ranking {
        var sums: [MemberID: (points: Int64, hours: Int64)] = [:]
        for line in postings.flatMap(\.lines) {
            guard case .member(let member) = line.account else { continue }
            switch line.unit {
            case .points: sums[member, default: (0, 0)].points += line.amount
            case .hours: sums[member, default: (0, 0)].hours += line.amount
            }
        }
        return Ranking(
            area: try #require(AreaCode("330402")), from: try #require(CivilDate(year: 2026, month: 11, day: 1)),
            to: try #require(CivilDate(year: 2026, month: 12, day: 31)),
            rows: sums.map {
                RankingRow(
                    member: $0.key, points: Points(hundredths: $0.value.points), quarterHours: Int($0.value.hours))
            })
    }

    static func run(_ events: [ServiceEvent]) -> (postings: [Posting], book: LedgerBook) {
        var book = LedgerBook(tariff: PointsTariff())
        return (events.flatMap { book.take($0).map(\.posting) }, book)
    }

    @Test("the same events in any permitted order give the same ranking", arguments: 1...12)
    func anyOrderSameDigest(seed: Int) throws {
        let history = try History(seed: UInt64(seed))
        let expected = try Self.ranking(of: Self.run(history.aggregates.flatMap { $0 }).postings)
        #expect(expected.rows.count > 1)
        for shuffle in 0..<25 {
            let (postings, book) = Self.run(history.shuffled(seed: UInt64(shuffle)))
            let ranking = try Self.ranking(of: postings)
            #expect(ranking.digest == expected.digest)
            for row in ranking.rows {
                #expect(book.balances[row.member] == Balance(quarterHours: row.quarterHours, points: row.points))
            }
        }
    }

    @Test("every posting and so the whole ledger sums to zero, with identifiers of its own", arguments: 1...12)
    func sumsToZero(seed: Int) throws {
        let postings = Self.run(try History(seed: UInt64(seed)).shuffled(seed: 99)).postings
        for posting in postings {
            for unit in LedgerLine.Unit.allCases {
                #expect(posting.lines.filter { $0.unit == unit }.reduce(0) { $0 + $1.amount } == 0)
            }
        }
        #expect(Set(postings.map(\.id)).count == postings.count)
        #expect(postings.contains { $0.kind == .reversal })
    }

    @Test("no member's day ever counts more than eight hours, at any moment", arguments: 1...4)
    func neverAboveTheCap(seed: Int) throws {
        var held: [LedgerBook.DayKey: Int] = [:]
        var capped = false
        for posting in Self.run(try History(seed: UInt64(seed), members: 2).shuffled(seed: 7)).postings {
            let key = LedgerBook.DayKey(member: posting.record.member, day: posting.record.day)
            held[key, default: 0] += posting.credit.quarterHours * (posting.kind == .service ? 1 : -1)
            #expect((0...32).contains(held[key] ?? 0))
            capped = capped || posting.credit.quarterHours < posting.record.quarterHours
        }
        #expect(capped, "the history reaches the cap")
    }

    @Test("a history applied twice says nothing new")
    func replays() throws {
        let events = try History(seed: 5).shuffled(seed: 1)
        var book = LedgerBook(tariff: PointsTariff())
        for event in events { _ = book.take(event) }
        let before = book
        for event in events { #expect(book.take(event) == []) }
        #expect(book == before)
    }

    @Test("a digest is pinned: another program can compute it")
    func pinnedDigest() throws {
        let ranking = Ranking(
            area: try #require(AreaCode("330402")), from: try #require(CivilDate(year: 2026, month: 1, day: 1)),
            to: try #require(CivilDate(year: 2026, month: 6, day: 30)),
            rows: [
                RankingRow(member: MemberID(high: 0, low: 2), points: Points(hundredths: 100), quarterHours: 4),
                RankingRow(member: MemberID(high: 0, low: 1), points: Points(hundredths: 100), quarterHours: 4),
                RankingRow(member: MemberID(high: 0, low: 3), points: Points(hundredths: 100), quarterHours: 5),
                RankingRow(member: MemberID(high: 0, low: 4), points: .zero, quarterHours: 0),
            ])
        #expect(ranking.rows.map(\.member.low) == [3, 1, 2])
        #expect(ranking.digest == "440823b983372869")
    }
}
