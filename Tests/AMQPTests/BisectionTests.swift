import Testing

@testable import AMQP

@Suite("Bisection")
struct BisectionTests {
    /// Plays publisher and broker: returns what was blamed and how often the channel was closed.
    private func play(_ count: Int, guilty: Set<Int>, window: Int = 1000) -> (blamed: [Int], closures: Int) {
        var bisection = Bisection()
        var queue = Array(0..<count)
        var blamed: [Int] = []
        var closures = 0
        while !queue.isEmpty {
            var sent: [Int] = []
            while sent.count < window, bisection.allowsAnother, !queue.isEmpty {
                bisection.took()
                sent.append(queue.removeFirst())
            }
            if sent.contains(where: guilty.contains) {
                closures += 1
                queue = sent + queue
                if bisection.refused(unanswered: sent.count) == .guilty { blamed.append(queue.removeFirst()) }
            } else {
                bisection.answered()
            }
            if closures > 100_000 { break }
        }
        return (blamed, closures)
    }

    @Test("one bad message among a thousand is found with few closed channels", arguments: [0, 1, 499, 500, 998, 999])
    func one(index: Int) {
        let result = play(1000, guilty: [index])
        #expect(result.blamed == [index])
        #expect(result.closures <= 12)
    }

    @Test("several bad messages are found, and no good one is blamed")
    func several() {
        #expect(play(1000, guilty: [3, 4, 700]).blamed == [3, 4, 700])
        #expect(play(7, guilty: [0, 1, 2, 3, 4, 5, 6]).blamed == [0, 1, 2, 3, 4, 5, 6])
    }

    @Test("a single message without an answer is the guilty one")
    func single() {
        let result = play(1, guilty: [0])
        #expect(result.blamed == [0])
        #expect(result.closures == 1)
    }
}
