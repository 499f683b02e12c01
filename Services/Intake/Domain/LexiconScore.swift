/// What the terms found in a text add up to, in whole numbers, so that the order of adding does not matter.
struct LexiconScore {
    private var categories: [Category: Int] = [:]
    private var firsts: [Substring: Int] = [:]

    /// One plain term of two characters and weight 1, met once. The factor 12 divides by up to four first levels.
    private static let unit = 10 * 4 * 12
    /// The head start of "not sure": three plain terms' worth.
    private static let doubt = 3 * unit
    /// Ten times 1 + log₂ of the count: a term met often says little more than one met twice.
    private static let gains = [0, 10, 20, 26, 30, 33, 36, 38, 40]

    /// Adds a term that stands in the text.
    mutating func add(_ weights: [Category: Int], count: Int, length: Int, times: Int) {
        let gain = Self.gains[min(count, Self.gains.count - 1)] * times * (length + 2) * 12
        var best: [Substring: Int] = [:]
        let sharers = Set(weights.keys.map(\.first)).count
        for (category, weight) in weights {
            let value = weight * gain / sharers
            categories[category, default: 0] += value
            best[category.first] = max(best[category.first] ?? 0, value)
        }
        for (first, value) in best { firsts[first, default: 0] += value }
    }

    /// The best category within the best first level; equal ones by name.
    var best: Suggestion? {
        let ranked = firsts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let first = ranked.first else { return nil }
        let second = ranked.count > 1 ? ranked[1].value : 0
        let within = categories.filter { $0.key.first == first.key }
        guard let category = within.min(by: { ($1.value, $0.key) < ($0.value, $1.key) })?.key else { return nil }
        return Suggestion(
            category: category, confidence: Double(first.value - second) / Double(first.value + Self.doubt))
    }
}
