import City
import IntakeContract
import Kernel
import Testing
import Wire

@testable import DemoCity

@Suite("Seeded random draws")
struct SeededRandomTests {
    private static let questions = ["answer", "callback result", "hand-over", "refuse", "category", "passes", "rates"]

    /// Everything that the users of a run choose, for requests with new identifiers.
    private func choices(seed: UInt64) async throws -> [Int] {
        let random = SeededRandom(seed: seed)
        let planIndex = PlanIndex()
        var choices: [Int] = []
        for number in 1...50 {
            let request = ServiceRequestID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
            if number.isMultiple(of: 2) {
                let command = Identifier<MessageTag>(high: .random(in: .min ... .max), low: 1)
                await planIndex.pushes(number, as: command)
                await planIndex.registered(request, because: command)
            } else {
                await planIndex.asks(number)
                await planIndex.answered(number, with: request)
            }
            let key = try await planIndex.key(of: request, round: 1).wave(2, member: "DY000007")
            choices += Self.questions.map { random.below(100, $0, key) }
        }
        return choices
    }

    @Test("two runs of the same seed choose alike, however their requests are called")
    func repeated() async throws {
        #expect(try await choices(seed: 7) == choices(seed: 7))
        #expect(try await choices(seed: 7) != choices(seed: 8))
    }

    @Test("another round, wave, attempt or member is another draw")
    func apart() {
        let random = SeededRandom(seed: 42)
        let key = DrawKey(request: 3, round: 1)
        let others = [
            DrawKey(request: 4, round: 1), DrawKey(request: 3, round: 2), key.attempt(2),
            key.wave(1, member: "DY000001"), key.wave(2, member: "DY000001"),
            key.wave(1, member: "DY000002"),
        ]
        let numbers = ([key] + others).map { random.below(1_000_000, "answer", $0) }
        #expect(Set(numbers).count == numbers.count)
    }

    @Test("a draw happens about as often as its percentage says")
    func shares() {
        let random = SeededRandom(seed: 1)
        let count = (1...10_000).count { random.happens(13, "refuses", DrawKey(request: $0)) }
        #expect((1_200...1_400).contains(count))
    }

    @Test("an event that comes before the answer to its registration waits for the number")
    func early() async throws {
        let planIndex = PlanIndex()
        let request = ServiceRequestID(high: 1, low: 2)
        await planIndex.asks(17)
        await planIndex.registered(request, because: nil)
        async let key = planIndex.key(of: request)
        await planIndex.answered(17, with: request)
        #expect(try await key.request == 17)
    }

    @Test("a request of somebody else has a key of its own, and an earlier one is not of this run")
    func strangers() async throws {
        let planIndex = PlanIndex()
        await planIndex.asks(1)
        await planIndex.answered(1, with: ServiceRequestID(high: 1, low: 1))
        let stranger = ServiceRequestID(high: 9, low: 9_000)
        #expect(try await planIndex.key(of: stranger).request != 1)
        #expect(await !planIndex.isOfThisRun(stranger))
        await planIndex.registered(stranger, because: nil)
        #expect(await planIndex.isOfThisRun(stranger))
    }
}
