/// Which skill a category asks for: the longest path above a category that names one decides.
public struct SkillCatalogue: Sendable {
    private let skills: [Category: String]

    /// Makes a catalogue; an empty one asks for no skill.
    public init(_ skills: [Category: String] = [:]) {
        self.skills = skills
    }

    /// Reads `category,skill` rows below a header.
    ///
    /// - Throws: the line that is wrong.
    public init(csv text: String, tree: CategoryTree) throws(CatalogueFault) {
        var skills: [Category: String] = [:]
        for row in try CatalogueFile.rows(of: text, columns: ["category", "skill"]) {
            guard let category = Category(row.cells[0]), tree.contains(category) else {
                throw .unknownCategory(line: row.line)
            }
            skills[category] = row.cells[1]
        }
        self.skills = skills
    }

    /// The skill that a category asks for; nil if it asks for none.
    public func skill(for category: Category) -> String? {
        let levels = category.levels
        for depth in stride(from: levels.count, to: 0, by: -1) {
            guard let node = Category(levels.prefix(depth).joined(separator: "/")) else { continue }
            if let skill = skills[node] { return skill }
        }
        return nil
    }
}
