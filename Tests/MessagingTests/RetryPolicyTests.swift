import Kernel
import Messaging
import Testing

@Suite("Waiting before a retry")
struct RetryPolicyTests {
    @Test(
        "the wait doubles with each failure up to the longest",
        arguments: [
            (1, 500), (2, 1_000), (3, 2_000), (4, 4_000), (8, 64_000), (10, 256_000), (11, 300_000), (12, 300_000),
            (31, 300_000), (32, 300_000), (1_000_000, 300_000), (Int.max, 300_000), (0, 500), (-5, 500),
        ])
    func steps(attempt: Int, milliseconds: Int) {
        let policy = RetryPolicy(first: .milliseconds(500), longest: .seconds(300), attempts: 8)
        let step = Duration.milliseconds(milliseconds)
        #expect(policy.delay(afterAttempt: attempt, random: 0) == step / 2)
        let longest = policy.delay(afterAttempt: attempt, random: .max)
        #expect(longest <= step && longest > step - .milliseconds(1))
    }

    @Test("the wait is between half of the step and all of it, and spread over both halves", arguments: 1...12)
    func bounds(attempt: Int) {
        let policy = RetryPolicy()
        let step = min(policy.first * (1 << (attempt - 1)), policy.longest)
        var random = SplitMix64(seed: UInt64(attempt))
        let delays = (0..<1_000).map { _ in policy.delay(afterAttempt: attempt, random: random.next()) }
        #expect(delays.allSatisfy { $0 >= step / 2 && $0 <= step })
        #expect((400...600).contains(delays.count { $0 < step * 3 / 4 }))
    }

    @Test("the same random bits give the same wait")
    func deterministic() {
        let policy = RetryPolicy()
        #expect(policy.delay(afterAttempt: 3, random: 42) == policy.delay(afterAttempt: 3, random: 42))
        #expect(policy.delay(afterAttempt: 3, random: 42) != policy.delay(afterAttempt: 3, random: 42 << 32))
    }

    @Test("a first wait beyond the longest is the longest")
    func short() {
        let policy = RetryPolicy(first: .seconds(10), longest: .seconds(1), attempts: 3)
        #expect(policy.delay(afterAttempt: 1, random: 0) == .milliseconds(500))
    }
}
