import AssessmentDomain
import City
import Kernel
import Testing

@Suite("The ledger")
struct LedgerTests {
    let tariff = PointsTariff()
    let member = MemberID(high: 7, low: 7)

    func order(_ number: UInt64) -> WorkOrderID { WorkOrderID(high: 1, low: number) }

    /// 2026-11-21 in Asia/Shanghai, that many hours into it.
    func moment(hour: Double, day: Int = 21) -> Timestamp {
        let midnight = CivilDate(year: 2026, month: 11, day: day)?.start(offsetSeconds: CityTime.offsetSeconds) ?? .zero
        return midnight + .seconds(hour * 3600)
    }

    func verified(
        _ number: UInt64, quarterHours: Int = 4, at: Timestamp? = nil, difficulty: Int = 10,
        area: String = "330402007001"
    ) throws -> ServiceEvent {
        .verified(
            Verification(
                workOrder: order(number), request: ServiceRequestID(high: 2, low: number), member: member,
                area: try #require(AreaCode(area)), at: at ?? moment(hour: 12), quarterHours: quarterHours,
                factors: try #require(ServiceFactors(difficulty: difficulty, urgency: 10, profession: 10))))
    }

    @Test("verified service is posted with lines that sum to zero")
    func posts() throws {
        var book = LedgerBook(tariff: tariff)
        let written = book.take(try verified(1, quarterHours: 10))
        let posting = try #require(written.first?.posting)
        #expect(written.count == 1)
        #expect(posting.credit == Credit(quarterHours: 10, points: Points(hundredths: 2500)))
        #expect(
            posting.lines.map(\.account.description)
                == ["member:\(member)", "issued:330402", "member:\(member)", "issued:330402"])
        #expect(posting.lines.map(\.amount) == [2500, -2500, 10, -10])
        #expect(written.first?.balance == Balance(quarterHours: 10, points: Points(hundredths: 2500)))
    }

    @Test("the same verification again posts nothing")
    func postsOnce() throws {
        var book = LedgerBook(tariff: tariff)
        _ = book.take(try verified(1))
        let before = book
        #expect(book.take(try verified(1)) == [])
        #expect(book.take(try verified(1, quarterHours: 8)) == [])
        #expect(book == before)
    }

    @Test("a reopened request takes its posting back by a new one, once")
    func reverses() throws {
        var book = LedgerBook(tariff: tariff)
        let first = book.take(try verified(1))
        let second = book.take(.reopened(order(1)))
        #expect(second.map(\.posting.kind) == [.reversal])
        #expect(second.first?.posting.lines.map(\.amount) == first.first?.posting.lines.map { -$0.amount })
        #expect(second.first?.posting.id != first.first?.posting.id)
        #expect(book.balances[member] == .zero)
        #expect(book.take(.reopened(order(1))) == [])
    }

    @Test("a reopening that comes before the verification is remembered: posted and taken back")
    func remembersReopening() throws {
        var book = LedgerBook(tariff: tariff)
        #expect(book.take(.reopened(order(1))) == [])
        let written = book.take(try verified(1))
        #expect(written.map(\.posting.kind) == [.service, .reversal])
        #expect(written.map(\.posting.sequence) == [1, 2])
        #expect(book.balances[member] == .zero)
    }

    @Test("the day of the service is the day on which the result was reported, in Shanghai")
    func takesTheDayOfTheReport() throws {
        var book = LedgerBook(tariff: tariff)
        _ = book.take(.submitted(order(1), at: moment(hour: 23.9)))
        let written = book.take(try verified(1, at: moment(hour: 10, day: 23)))
        #expect(written.first?.posting.record.day == CivilDate(year: 2026, month: 11, day: 21))
        let next = book.take(try verified(2, at: moment(hour: 0, day: 22)))
        #expect(next.first?.posting.record.day == CivilDate(year: 2026, month: 11, day: 22))
    }

    @Test("more than eight hours of a day give nothing")
    func capsTheDay() throws {
        var book = LedgerBook(tariff: tariff)
        _ = book.take(try verified(1, quarterHours: 20, at: moment(hour: 8)))
        let second = book.take(try verified(2, quarterHours: 20, at: moment(hour: 14)))
        #expect(second.first?.posting.credit == Credit(quarterHours: 12, points: Points(hundredths: 3000)))
        let third = book.take(try verified(3, quarterHours: 4, at: moment(hour: 20)))
        #expect(third.first?.posting.credit == Credit(quarterHours: 0, points: .zero))
        #expect(book.balances[member]?.quarterHours == 32)
        let tomorrow = book.take(try verified(4, quarterHours: 4, at: moment(hour: 1, day: 22)))
        #expect(tomorrow.first?.posting.credit.quarterHours == 4)
    }

    @Test("earlier service that is verified later moves the cap by reversal and new posting")
    func movesTheCap() throws {
        var book = LedgerBook(tariff: tariff)
        _ = book.take(try verified(2, quarterHours: 20, at: moment(hour: 14), difficulty: 15))
        let written = book.take(try verified(1, quarterHours: 20, at: moment(hour: 8)))
        #expect(written.map(\.posting.record.workOrder) == [order(2), order(1), order(2)])
        #expect(written.map(\.posting.kind) == [.reversal, .service, .service])
        #expect(written.map(\.posting.credit.quarterHours) == [20, 20, 12])
        #expect(book.balances[member] == Balance(quarterHours: 32, points: Points(hundredths: 5000 + 4500)))
    }

    @Test("service that falls away makes room for what the cap had cut off")
    func freesTheCap() throws {
        var book = LedgerBook(tariff: tariff)
        _ = book.take(try verified(1, quarterHours: 32, at: moment(hour: 8)))
        _ = book.take(try verified(2, quarterHours: 8, at: moment(hour: 14)))
        #expect(book.balances[member]?.quarterHours == 32)
        let written = book.take(.reopened(order(1)))
        #expect(written.map(\.posting.kind) == [.reversal, .reversal, .service])
        #expect(book.balances[member]?.quarterHours == 8)
    }
}
