import Kernel
import Testing

@Suite("Waiting before the next attempt")
struct BackoffTests {
    /// Always the same bits.
    private struct Fixed: RandomSource {
        let bits: UInt64

        func next() -> UInt64 { bits }
    }

    private let backoff = Backoff(first: .milliseconds(100), longest: .seconds(1))

    @Test(
        "the ceiling doubles up to the longest",
        arguments: zip([-1, 0, 1, 2, 3, 4, 5, 1000, .max], [1, 1, 2, 4, 8, 10, 10, 10, 10]))
    func ceilings(attempt: Int, tenths: Int) {
        #expect(backoff.ceiling(attempt: attempt) == .milliseconds(tenths * 100))
        let wait = backoff.delay(attempt: attempt, from: Fixed(bits: .max))
        #expect(wait <= .milliseconds(tenths * 100) && wait > .milliseconds(tenths * 100 - 1))
    }

    @Test("the wait is jittered down to nothing")
    func least() {
        #expect(backoff.delay(attempt: 5, from: Fixed(bits: 0)) == .zero)
    }

    @Test("waits grow with each one, and begin again with the first after a reset")
    func counting() {
        var backoff = backoff
        let half = Fixed(bits: 1 << 63)
        #expect(
            (0..<6).map { _ in backoff.next(from: half) } == [50, 100, 200, 400, 500, 500].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next(from: half) == .milliseconds(50))
    }

    @Test("a first wait beyond the longest is the longest")
    func short() {
        #expect(Backoff(first: .seconds(10), longest: .seconds(1)).ceiling(attempt: 0) == .seconds(1))
    }
}
