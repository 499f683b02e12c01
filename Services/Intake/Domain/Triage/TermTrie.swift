/// The lexicon's terms, arranged so that a text is read once from left to right.
struct TermTrie: Sendable {
    /// Child of a node by the next scalar: the node in the upper half of the key, the scalar in the lower.
    private var children: [UInt64: Int32] = [:]
    /// The term that ends at a node, or -1.
    private var terms: [Int32] = [-1]

    /// Adds a term under its number.
    mutating func insert(_ term: String, number: Int) {
        var node: Int32 = 0
        for scalar in term.unicodeScalars {
            let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar.value)
            if let child = children[key] {
                node = child
            } else {
                let child = Int32(terms.count)
                terms.append(-1)
                children[key] = child
                node = child
            }
        }
        terms[Int(node)] = Int32(number)
    }

    /// How often each term occurs, the longest one at each place and none within another.
    func occurrences(in text: String) -> [Int: Int] {
        let scalars = text.unicodeScalars
        var counts: [Int: Int] = [:]
        var start = scalars.startIndex
        while start < scalars.endIndex {
            var node: Int32 = 0
            var position = start
            var found: (term: Int, end: String.Index)?
            while position < scalars.endIndex,
                let child = children[UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalars[position].value)]
            {
                node = child
                position = scalars.index(after: position)
                if terms[Int(node)] >= 0 { found = (Int(terms[Int(node)]), position) }
            }
            if let found {
                counts[found.term, default: 0] += 1
                start = found.end
            } else {
                start = scalars.index(after: start)
            }
        }
        return counts
    }
}
