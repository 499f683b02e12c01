import CSVFiles

/// A category that a text seems to belong to.
public struct Suggestion: Sendable, Hashable {
    /// The category.
    public let category: Category
    /// How far it is ahead of the next first-level category.
    ///
    /// Range: 0 to 1.
    public let confidence: Double

    /// Makes a suggestion.
    public init(category: Category, confidence: Double) {
        self.category = category
        self.confidence = confidence
    }
}

/// Finds a category by the terms that stand in a text: those of the category tree's own names, and synonyms.
public struct Lexicon: Sendable {
    private struct Term {
        let length: Int
        /// Sorted by first level.
        let weights: [TermWeight]
        /// How many first levels share it.
        let sharers: Int
    }

    private let terms: [Term]
    private let trie: TermTrie
    /// Sorted by path, so that a category's number is its rank.
    private let categories: [Category]
    private let firstLevels: [Int]
    private let firstLevelCount: Int

    /// A synonym: a term that people use, and the category that they mean by it.
    public struct Synonym: Sendable, Hashable {
        let term: String
        let category: Category
        /// Range: 1…10; the names of the tree itself count 2.
        let weight: Int
    }

    /// Makes the lexicon of a tree.
    public init(tree: CategoryTree, synonyms: [Synonym] = []) {
        var weights: [String: [Category: Int]] = [:]
        func add(_ term: String, _ category: Category, _ weight: Int) {
            guard term.unicodeScalars.count >= 2 else { return }
            weights[term, default: [:]][category] = max(weight, weights[term]?[category] ?? 0)
        }
        for leaf in tree.leaves {
            let levels = leaf.levels
            for (depth, name) in levels.enumerated() where name != "其他" {
                guard let node = Category(levels.prefix(depth + 1).joined(separator: "/")) else { continue }
                let words = depth == 0 ? [name] : name.split { "和、及与".contains($0) }
                for word in words { add(String(word), node, depth == 0 ? 1 : 2) }
            }
        }
        for synonym in synonyms { add(synonym.term, synonym.category, synonym.weight) }
        // Sorted, so that the same files give the same answers in every process.
        let categories = Set(weights.values.flatMap(\.keys)).sorted()
        let names = Array(Set(categories.map(\.first))).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($0.element, $0.offset) })
        let firstNumbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        let firstLevels = categories.map { firstNumbers[$0.first] ?? 0 }
        var trie = TermTrie()
        var terms: [Term] = []
        for (text, shares) in weights.sorted(by: { $0.key < $1.key }) {
            let list = shares.map { category, weight in
                let number = numbers[category] ?? 0
                return TermWeight(category: number, first: firstLevels[number], weight: weight)
            }.sorted { ($0.first, $0.category) < ($1.first, $1.category) }
            trie.insert(text, number: terms.count)
            terms.append(
                Term(length: text.unicodeScalars.count, weights: list, sharers: Set(list.map(\.first)).count))
        }
        self.terms = terms
        self.trie = trie
        self.categories = categories
        self.firstLevels = firstLevels
        firstLevelCount = names.count
    }

    private enum SynonymColumn: String, CSVColumn {
        case term, category, weight
    }

    /// Reads synonyms: `term,category,weight` rows below a header.
    ///
    /// - Throws: the line that is wrong.
    public static func synonyms(csv text: String, tree: CategoryTree) throws(CatalogueFault) -> [Synonym] {
        var synonyms: [Synonym] = []
        for row in try CatalogueFile.rows(of: text, SynonymColumn.self) {
            guard let weight = Int(row[.weight]), (1...10).contains(weight) else { throw .badRow(line: row.line) }
            guard let category = Category(row[.category]), tree.contains(category) else {
                throw .unknownCategory(line: row.line)
            }
            synonyms.append(Synonym(term: row[.term], category: category, weight: weight))
        }
        return synonyms
    }

    /// The category of a text; nil if no term stands in it.
    public func suggestion(for text: RequestText) -> Suggestion? {
        var score = LexiconScore(firstLevels: firstLevelCount)
        if let title = text.title { count(title, times: Self.titleWeight, into: &score) }
        count(text.body, times: 1, into: &score)
        guard let leader = score.leader else { return nil }
        // Within the best first level the best path; equal ones by rank.
        var best: (category: Int, value: Int)?
        for (category, value) in score.categories where firstLevels[category] == leader.first {
            if let found = best, (value, found.category) <= (found.value, category) { continue }
            best = (category, value)
        }
        return best.map { Suggestion(category: categories[$0.category], confidence: leader.confidence) }
    }

    /// A term in the subject counts as much as in four sentences.
    ///
    /// Source: tried on labelled messages, 2 to 6 alike.
    private static let titleWeight = 4

    private func count(_ text: String, times: Int, into score: inout LexiconScore) {
        for (number, count) in trie.occurrences(in: text) {
            let term = terms[number]
            score.add(term.weights, sharers: term.sharers, count: count, length: term.length, times: times)
        }
    }
}
