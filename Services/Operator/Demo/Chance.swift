import Kernel

/// Seeded luck: the same question under the same seed has the same answer, in whatever order events come.
struct Chance: Sendable {
    let seed: UInt64

    /// A number below `limit` for a question about a thing.
    ///
    /// Range of `limit`: 1 and up.
    func below(_ limit: Int, _ question: String, _ thing: Identifier<some Any>) -> Int {
        var random = SplitMix64(seed: seed ^ FNV1a.hash64(question.utf8) ^ thing.high ^ (thing.low &* 0x9e37_79b9))
        return Int(random.next() % UInt64(limit))
    }

    /// Whether a thing of the given share in a hundred happens.
    func happens(_ percent: Int, _ question: String, _ thing: Identifier<some Any>) -> Bool {
        below(100, question, thing) < percent
    }

    /// A person's time to think.
    ///
    /// Units: milliseconds, 20…`longest`.
    func pause(_ longest: Int, _ question: String, _ thing: Identifier<some Any>) -> Duration {
        .milliseconds(20 + below(max(1, longest - 20), question, thing))
    }
}
