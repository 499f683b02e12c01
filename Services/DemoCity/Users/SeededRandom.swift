import Kernel

/// Seeded random draws: the same question with the same key and seed has the same answer, in whatever order events come.
struct SeededRandom: Sendable {
    let seed: UInt64

    /// A number below `limit` for a question.
    ///
    /// Range of `limit`: 1 and up.
    func below(_ limit: Int, _ question: String, _ key: DrawKey) -> Int {
        let words =
            "\(question)/\(key.request)/\(key.round)/\(key.wave)/\(key.attempt)/\(key.member)"
        var random = SplitMix64(seed: seed ^ FNV1a.hash64(words.utf8))
        return Int(random.next() % UInt64(limit))
    }

    /// Whether something happens that happens in the given percentage of cases.
    func happens(_ percent: Int, _ question: String, _ key: DrawKey) -> Bool {
        below(100, question, key) < percent
    }

    /// A person's time to think.
    ///
    /// Units: milliseconds, 20…`longest`.
    func pause(_ longest: Int, _ question: String, _ key: DrawKey) -> Duration {
        .milliseconds(20 + below(max(1, longest - 20), question, key))
    }
}
