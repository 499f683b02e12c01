/// A category's number in the lexicon, with that of its first level, and the term's weight in it.
struct TermWeight: Sendable {
    let category: Int
    let first: Int
    let weight: Int
}

/// What the terms found in a text add up to, in whole numbers, so that the order of adding does not matter.
struct LexiconScore {
    /// By the category's number.
    private(set) var categories: [Int: Int] = [:]
    /// By the first level's number.
    private(set) var firsts: [Int]

    /// One plain term of two characters and weight 1, met once.
    ///
    /// The factor 12 divides by up to four first levels.
    private static let unit = 10 * 4 * 12
    /// The head start of "not sure": three plain terms' worth.
    private static let doubt = 3 * unit
    /// Ten times 1 + log₂ of the count: a term met often says little more than one met twice.
    private static let gains = [0, 10, 20, 26, 30, 33, 36, 38, 40]

    init(firstLevels: Int) {
        firsts = Array(repeating: 0, count: firstLevels)
    }

    /// Adds a term that stands in the text.
    ///
    /// `weights` are sorted by first level.
    mutating func add(_ weights: [TermWeight], sharers: Int, count: Int, length: Int, times: Int) {
        let gain = Self.gains[min(count, Self.gains.count - 1)] * times * (length + 2) * 12
        var (current, best) = (-1, 0)
        for weight in weights {
            let value = weight.weight * gain / sharers
            categories[weight.category, default: 0] += value
            if weight.first != current {
                if current >= 0 { firsts[current] += best }
                (current, best) = (weight.first, 0)
            }
            best = max(best, value)
        }
        if current >= 0 { firsts[current] += best }
    }

    /// The best first level and how far it is ahead of the next; equal ones by number.
    var leader: (first: Int, confidence: Double)? {
        var (first, best, second) = (-1, 0, 0)
        for (number, value) in firsts.enumerated() {
            if value > best {
                (first, best, second) = (number, value, best)
            } else {
                second = max(second, value)
            }
        }
        return first < 0 ? nil : (first, Double(best - second) / Double(best + Self.doubt))
    }
}
