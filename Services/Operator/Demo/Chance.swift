import Kernel

/// Seeded luck: the same question on the same occasion under the same seed has the same answer, in whatever order events
/// come.
struct Chance: Sendable {
    let seed: UInt64

    /// A number below `limit` for a question.
    ///
    /// Range of `limit`: 1 and up.
    func below(_ limit: Int, _ question: String, _ occasion: Occasion) -> Int {
        let words =
            "\(question)/\(occasion.request)/\(occasion.round)/\(occasion.wave)/\(occasion.attempt)/\(occasion.member)"
        var random = SplitMix64(seed: seed ^ FNV1a.hash64(words.utf8))
        return Int(random.next() % UInt64(limit))
    }

    /// Whether a thing of the given share in a hundred happens.
    func happens(_ percent: Int, _ question: String, _ occasion: Occasion) -> Bool {
        below(100, question, occasion) < percent
    }

    /// A person's time to think.
    ///
    /// Units: milliseconds, 20…`longest`.
    func pause(_ longest: Int, _ question: String, _ occasion: Occasion) -> Duration {
        .milliseconds(20 + below(max(1, longest - 20), question, occasion))
    }
}
