import CSVFiles

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

    private enum Column: String, CSVColumn {
        case level1, level2, level3
    }

    /// Reads `level1,level2,level3` rows below a header.
    ///
    /// - Throws: the line that makes no leaf.
    public init(csv text: String) throws(CatalogueFault) {
        var leaves: [Category] = []
        for row in try CatalogueFile.rows(of: text, Column.self) {
            guard let leaf = Category(Column.allCases.map { row[$0] }.joined(separator: "/")) else {
                throw .badRow(line: row.line)
            }
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

/// The catalogue files: rows with a value in each column, below a header.
enum CatalogueFile {
    static func rows<Column: CSVColumn>(
        of text: String, _ columns: Column.Type
    ) throws(CatalogueFault) -> [CSVRow<Column>] {
        let table: CSVTable<Column>
        do throws(CSVFileFault) {
            table = try CSVTable(Array(text.utf8), comments: true)
        } catch {
            throw .wrongHeader(expected: columns.allCases.map(\.rawValue).joined(separator: ","))
        }
        if let first = table.faulty.first { throw .badRow(line: first.line) }
        for row in table.rows where columns.allCases.contains(where: { row.value($0) == nil }) {
            throw .badRow(line: row.line)
        }
        return table.rows
    }
}
