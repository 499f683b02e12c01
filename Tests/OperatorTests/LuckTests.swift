import IntakeContract
import Kernel
import Testing
import Wire

@testable import Operator

@Suite("Seeded luck")
struct LuckTests {
    private static let questions = ["answer", "callback result", "hand-over", "refuse", "category", "passes", "rates"]

    /// Everything that the people of a run choose, for requests whose identifiers are made anew.
    private func choices(seed: UInt64) async throws -> [Int] {
        let chance = Chance(seed: seed)
        let numbering = Numbering()
        var choices: [Int] = []
        for number in 1...50 {
            let request = ServiceRequestID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
            if number.isMultiple(of: 2) {
                let command = Identifier<MessageTag>(high: .random(in: .min ... .max), low: 1)
                await numbering.pushes(number, as: command)
                await numbering.registered(request, because: command)
            } else {
                await numbering.asks(number)
                await numbering.answered(number, with: request)
            }
            let occasion = try await numbering.occasion(of: request, round: 1).wave(2, member: "DY000007")
            choices += Self.questions.map { chance.below(100, $0, occasion) }
        }
        return choices
    }

    @Test("two runs of the same seed choose alike, however their requests are called")
    func repeated() async throws {
        #expect(try await choices(seed: 7) == choices(seed: 7))
        #expect(try await choices(seed: 7) != choices(seed: 8))
    }

    @Test("another round, wave, try or member is another question")
    func apart() {
        let chance = Chance(seed: 42)
        let occasion = Occasion(request: 3, round: 1)
        let others = [
            Occasion(request: 4, round: 1), Occasion(request: 3, round: 2), occasion.attempt(2),
            occasion.wave(1, member: "DY000001"), occasion.wave(2, member: "DY000001"),
            occasion.wave(1, member: "DY000002"),
        ]
        let numbers = ([occasion] + others).map { chance.below(1_000_000, "answer", $0) }
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("the shares of luck are about as they are said to be")
    func shares() {
        let chance = Chance(seed: 1)
        let count = (1...10_000).count { chance.happens(13, "refuses", Occasion(request: $0)) }
        #expect((1_200...1_400).contains(count))
    }

    @Test("an event that comes before the answer to its registration waits for the number")
    func early() async throws {
        let numbering = Numbering()
        let request = ServiceRequestID(high: 1, low: 2)
        await numbering.asks(17)
        await numbering.registered(request, because: nil)
        async let occasion = numbering.occasion(of: request)
        await numbering.answered(17, with: request)
        #expect(try await occasion.request == 17)
    }

    @Test("a request of somebody else's has an occasion of its own, and an earlier one is not this run's business")
    func strangers() async throws {
        let numbering = Numbering()
        await numbering.asks(1)
        await numbering.answered(1, with: ServiceRequestID(high: 1, low: 1))
        let stranger = ServiceRequestID(high: 9, low: 9_000)
        #expect(try await numbering.occasion(of: stranger).request != 1)
        #expect(await !numbering.isOfThisRun(stranger))
        await numbering.registered(stranger, because: nil)
        #expect(await numbering.isOfThisRun(stranger))
    }
}
