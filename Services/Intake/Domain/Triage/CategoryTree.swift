/// The city's category tree, as its hotline keeps it.
public struct CategoryTree: Sendable {
    /// The leaves, in the order of the file.
    public let leaves: [Category]
    private let nodes: Set<Category>

    /// Makes a tree of its leaves.
    public init(leaves: [Category]) {
        self.leaves = leaves
        var nodes = Set(leaves)
        for leaf in leaves {
            let levels = leaf.levels
            for depth in 1..<max(1, levels.count) {
                if let node = Category(levels.prefix(depth).joined(separator: "/")) { nodes.insert(node) }
            }
        }
        self.nodes = nodes
    }

    /// Reads `level1,level2,level3` rows below a header.
    ///
    /// - Throws: the line that makes no leaf.
    public init(csv text: String) throws(CatalogueFault) {
        var leaves: [Category] = []
        for row in try CatalogueFile.rows(of: text, columns: ["level1", "level2", "level3"]) {
            guard let leaf = Category(row.cells.joined(separator: "/")) else { throw .badRow(line: row.line) }
            leaves.append(leaf)
        }
        self.init(leaves: leaves)
    }

    /// Whether the path is a leaf of the tree or a node above one.
    public func contains(_ category: Category) -> Bool { nodes.contains(category) }
}

/// Why a catalogue file is not taken.
public enum CatalogueFault: Error, Sendable, Hashable {
    /// The first line is not this header.
    case wrongHeader(expected: String)
    /// A line has too few or too many cells, or one that makes no sense.
    case badRow(line: Int)
    /// A term is given to a category that the tree does not have.
    case unknownCategory(line: Int)
}

/// The plain CSV of the catalogue files: no quotes, no commas within cells.
enum CatalogueFile {
    struct Row {
        let line: Int
        let cells: [String]
    }

    static func rows(of text: String, columns: [String]) throws(CatalogueFault) -> [Row] {
        var rows: [Row] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            if index == 0 {
                let header = line.unicodeScalars.first == "\u{FEFF}" ? line.dropFirst() : line
                guard header == columns.joined(separator: ",") else {
                    throw .wrongHeader(expected: columns.joined(separator: ","))
                }
                continue
            }
            guard !line.isEmpty else { continue }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == columns.count, cells.allSatisfy({ !$0.isEmpty }) else {
                throw .badRow(line: index + 1)
            }
            rows.append(Row(line: index + 1, cells: cells))
        }
        return rows
    }
}
